package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.compress.Decompression;
import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/** Reads compressed layers, each once, and tells what they hash to as they lie and unpacked. All of them share one limit. */
final class PackedLayers {
    private static final int BUFFER = 256 << 10;

    private final Source source;
    private final Map<Question, Digests> known = new HashMap<>();
    private long unpackedBytes;

    PackedLayers(Source source) {
        this.source = source;
    }

    /** What a layer hashes to as it lies in the tar, and what its content hashes to. */
    record Digests(Digest packed, Digest unpacked) {}

    private record Question(Located located, String packedBy, String unpackedBy) {}

    /** Returns both digests; data that are damaged or cut fail with {@code TAR_INVALID}, and a broken limit with its own kind. */
    Digests digests(Located layer, Compression compression, String packedBy, String unpackedBy) {
        Question question = new Question(layer, packedBy, unpackedBy);
        Digests digests = known.get(question);
        if (digests == null) {
            digests = source.reading(() -> read(question, compression));
            known.put(question, digests);
        }
        return digests;
    }

    private Digests read(Question question, Compression compression) throws IOException {
        MessageDigest unpacked = Digest.newHash(question.unpackedBy());
        try (Packed in = new Packed(source.open(question.located()), Digest.newHash(question.packedBy()))) {
            try (InputStream content = Decompression.open(
                    in, compression, limits(), source.tar() + ": " + shown(question.located()), source.task())) {
                hash(content, unpacked, in, question.located());
                in.readToEnd();
                source.task().progress().report("hash", question.located().entry(), in.count, in.count);
            } catch (IOException e) {
                if (in.hasFailed) {
                    throw e;
                }
                throw TarFailures.invalid(
                                source.tar(),
                                shown(question.located())
                                        + (e instanceof EOFException ? " ends within its " : " is damaged ")
                                        + compression + " data")
                        .withCause(e);
            }
            return new Digests(Digest.of(question.packedBy(), in.hash), Digest.of(question.unpackedBy(), unpacked));
        }
    }

    private UnpackLimits limits() {
        UnpackLimits all = UnpackLimits.of(source.limits());
        return new UnpackLimits(Math.max(0, all.maxBytes() - unpackedBytes), all.maxRatio());
    }

    private void hash(InputStream content, MessageDigest hash, Packed in, Located layer) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            hash.update(buffer, 0, read);
            unpackedBytes += read;
            reportUnlessDone(in, layer);
        }
    }

    /** The last bytes may unpack to very many: they are done when those are hashed. */
    private void reportUnlessDone(Packed in, Located layer) {
        if (in.count < layer.size()) {
            source.task().progress().report("hash", layer.entry(), in.count, layer.size());
        }
    }

    private static String shown(Located layer) {
        return "layer " + TarFailures.quoted(layer.entry());
    }

    /** Hashes and counts what the decoder reads, and knows whether it was the file that failed. */
    private final class Packed extends BlockInput {
        private final InputStream in;
        private final MessageDigest hash;
        private long count;
        private boolean hasFailed;

        Packed(InputStream in, MessageDigest hash) {
            this.in = in;
            this.hash = hash;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            hasFailed = true;
            int read = in.read(buffer, offset, length);
            hasFailed = false;
            if (read > 0) {
                hash.update(buffer, offset, read);
                count += read;
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        /** Reads what a decoder leaves behind the end of its data. */
        void readToEnd() throws IOException {
            byte[] rest = new byte[BUFFER];
            while (read(rest, 0, rest.length) >= 0) {
                source.task().check();
            }
        }
    }
}
