package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.Decompression;
import io.github.vertxregistry.compress.UnpackLimits;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads every blob of a tar once and compares what it hashes to, packed and unpacked, with what is said of it. */
final class DeepCheck {
    private static final int BUFFER = 256 << 10;

    private final Source source;
    private final Findings.Collected findings;
    private final Set<String> hashed = new HashSet<>();
    private long unpackedBytes;

    DeepCheck(Source source, Findings.Collected findings) {
        this.source = source;
        this.findings = findings;
    }

    void run() {
        for (Map.Entry<TarBlob, Set<Digest>> layer : findings.layers().entrySet()) {
            findings.attempt(layer.getKey().entry(), () -> layer(layer.getKey(), layer.getValue()));
        }
        for (String entry : source.blobs()) {
            if (!hashed.contains(entry)) {
                findings.attempt(entry, () -> named(entry));
            }
        }
    }

    private Void layer(TarBlob layer, Set<Digest> diffIds) {
        hashed.add(layer.entry());
        Located located = new Located(layer.entry(), Path.of(layer.file()), layer.offset(), layer.size());
        if (layer.compression() == Compression.NONE || diffIds.isEmpty()) {
            check(layer, "hashes to", source.hash(located, layer.digest().algorithm()), layer.digest());
            diffIds.stream()
                    .filter(diffId -> diffId.algorithm().equals(layer.digest().algorithm()))
                    .filter(diffId -> layer.compression() == Compression.NONE)
                    .forEach(diffId -> check(layer, "hashes to", layer.digest(), diffId));
            return null;
        }
        for (Digest diffId : diffIds) {
            unpack(layer, located, diffId);
        }
        return null;
    }

    private void unpack(TarBlob layer, Located located, Digest diffId) {
        MessageDigest packed = layer.digest().newHash();
        MessageDigest unpacked = diffId.newHash();
        source.reading(() -> {
            try (DigestInputStream in = new DigestInputStream(source.open(located), packed);
                    InputStream decoder = open(in, layer)) {
                hash(decoder, unpacked, layer);
                in.transferTo(OutputStream.nullOutputStream());
            }
            return null;
        });
        check(layer, "hashes to", Digest.of(layer.digest().algorithm(), packed), layer.digest());
        check(layer, "unpacked hashes to", Digest.of(diffId.algorithm(), unpacked), diffId);
    }

    private InputStream open(InputStream in, TarBlob layer) throws IOException {
        UnpackLimits limits = UnpackLimits.of(source.limits());
        return Decompression.open(
                in,
                layer.compression(),
                new UnpackLimits(Math.max(0, limits.maxBytes() - unpackedBytes), limits.maxRatio()),
                source.tar() + ": layer " + TarFailures.quoted(layer.entry()),
                source.task());
    }

    private void hash(InputStream decoder, MessageDigest hash, TarBlob layer) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        for (int read = read(decoder, buffer, layer); read >= 0; read = read(decoder, buffer, layer)) {
            hash.update(buffer, 0, read);
            done += read;
            unpackedBytes += read;
            source.task().progress().report("unpack", layer.entry(), done, -1);
        }
    }

    private static int read(InputStream decoder, byte[] buffer, TarBlob layer) throws IOException {
        try {
            return decoder.read(buffer);
        } catch (IOException e) {
            throw new IOException(
                    "layer " + TarFailures.quoted(layer.entry()) + " is damaged " + layer.compression() + " data", e);
        }
    }

    private Void named(String entry) {
        Digest name = BlobNames.ofBlob(entry).orElse(null);
        Located located = name == null ? null : source.find(entry);
        if (located != null && !source.hash(located, name.algorithm()).equals(name)) {
            throw TarFailures.wrongDigest(source.tar(), TarFailures.quoted(entry) + " does not hash to its name");
        }
        return null;
    }

    private void check(TarBlob layer, String verb, Digest is, Digest shouldBe) {
        if (!is.equals(shouldBe)) {
            RegistryException failure = TarFailures.wrongDigest(
                    source.tar(),
                    "layer " + TarFailures.quoted(layer.entry()) + " " + verb + " " + is + ", not to " + shouldBe);
            findings.problem(layer.entry(), failure);
        }
    }
}
