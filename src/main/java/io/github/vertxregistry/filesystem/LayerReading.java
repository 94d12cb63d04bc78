package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.compress.Decompression;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntries;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A layer that is being read: decompressed within limits, entry by entry. {@link #finish()} makes sure that its bytes were those
 * that its digest is of; who stops before has read what nobody vouches for. Blocking.
 */
final class LayerReading implements AutoCloseable {
    private static final int HEAD = 512;
    private static final int BLOCK = 64 << 10;

    private final StoredLayer layer;
    private final Task task;
    private final LayerBudget budget;
    private final Stored stored;
    private final Plain plain;
    private final LayerEntries entries;
    private final Compression compression;
    private int number = -1;

    private LayerReading(StoredLayer layer, LayerBudget budget, MessageDigest plainHash, Task task) throws IOException {
        this.layer = layer;
        this.task = task;
        this.budget = budget;
        this.stored = new Stored(layer.open());
        try {
            compression = stored.compression();
            if (compression == Compression.XZ || compression == Compression.BZIP2) {
                throw RegistryException.of(
                                FailureKind.TAR_INVALID,
                                layer.name() + " is compressed with " + compression + ", which no layer may be")
                        .withHint("layers are plain, gzip or zstd");
            }
            plain = new Plain(
                    compression == Compression.NONE
                            ? stored
                            : Decompression.open(stored, compression, budget.unpacking(), layer.name(), task),
                    compression != Compression.NONE,
                    plainHash);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
        this.entries = new LayerEntries(plain, layer.name(), budget);
    }

    /** Opens a layer. */
    static LayerReading open(StoredLayer layer, LayerBudget budget, Task task) {
        try {
            return new LayerReading(layer, budget, null, task);
        } catch (IOException e) {
            throw unreadable(layer, e);
        }
    }

    /** Opens a layer of which no digest is known yet. */
    static LayerReading hashing(StoredLayer layer, LayerBudget budget, Task task) throws IOException {
        return new LayerReading(layer, budget, Digest.newHash("sha256"), task);
    }

    /** What a layer hashes to. */
    record Digests(Digest stored, Digest plain, Compression compression) {}

    /** Reads what is left, and tells what it all hashes to. */
    Digests digests() throws IOException {
        drain(plain);
        drain(stored);
        if (stored.count != layer.size()) {
            throw new IOException("it has changed while it was read");
        }
        return new Digests(Digest.of("sha256", stored.hash), Digest.of("sha256", plain.hash), compression);
    }

    String name() {
        return layer.name();
    }

    /** Returns the next entry, or null. */
    LayerEntry next() {
        task.check();
        number++;
        try {
            return entries.next();
        } catch (IOException e) {
            throw unreadable(layer, e);
        }
    }

    /** Returns the latest entry's number in its layer, the first one's being 0. */
    int number() {
        return number;
    }

    /** Returns the data of the latest entry; reading them fails in our words, not to be taken for a failure to write. */
    InputStream data() {
        InputStream data = entries.data();
        return new BlockInput() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                try {
                    return data.read(buffer, offset, length);
                } catch (IOException e) {
                    throw unreadable(layer, e);
                }
            }
        };
    }

    /** Reads what is left, and fails with {@code DIGEST_MISMATCH} or {@code SIZE_MISMATCH} where the layer is another one. */
    void finish() {
        try {
            drain(plain);
            drain(stored);
        } catch (IOException e) {
            throw unreadable(layer, e);
        }
        if (stored.count != layer.size()) {
            throw RegistryException.of(
                    FailureKind.SIZE_MISMATCH,
                    layer.name() + " has " + stored.count + " bytes, not " + layer.size() + " as was said");
        }
        Digest got = Digest.of(layer.digest().algorithm(), stored.hash);
        if (!got.equals(layer.digest())) {
            throw RegistryException.of(FailureKind.DIGEST_MISMATCH, layer.name() + ": its bytes hash to " + got)
                    .withHint("the content was changed on its way or where it lies: do not use it");
        }
    }

    private void drain(InputStream in) throws IOException {
        byte[] rest = new byte[BLOCK];
        while (in.read(rest, 0, BLOCK) >= 0) {
            task.check();
        }
    }

    /** Words a failure to read; one of ours that was wrapped on its way is handed on. */
    static RegistryException unreadable(StoredLayer layer, IOException cause) {
        if (cause.getCause() instanceof RegistryException ours) {
            return ours;
        }
        return RegistryException.of(
                        FailureKind.TAR_UNREADABLE,
                        layer.name() + " cannot be read: "
                                + (cause.getMessage() == null ? "it is cut" : cause.getMessage()))
                .withHint("the layer is damaged, or its digest was made of damaged bytes: push the image again")
                .withCause(cause);
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException ignored) {
            // What was read stays read, and nothing more is wanted.
        }
    }

    /** The bytes as they are stored: hashed, counted and told of. */
    private final class Stored extends BlockInput {
        private final InputStream in;
        private final MessageDigest hash = layer.digest().newHash();
        private final byte[] head;
        private int headRead;
        private long count;

        Stored(InputStream in) throws IOException {
            this.in = in;
            try {
                this.head = in.readNBytes(HEAD);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }

        /** A file inside a plain layer may be named as compressed data start, so a tar header goes first. */
        Compression compression() {
            return LayerEntries.isHeader(head) ? Compression.NONE : Compression.of(head, head.length);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            if (headRead < head.length) {
                read = Math.min(length, head.length - headRead);
                System.arraycopy(head, headRead, buffer, offset, read);
                headRead += read;
            } else {
                read = in.read(buffer, offset, length);
            }
            if (read > 0) {
                hash.update(buffer, offset, read);
                count += read;
                task.progress().report("read", layer.digest().toString(), count, layer.size());
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return headRead < head.length ? head.length - headRead : in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** The plain bytes; those that were made by decompressing count. */
    private final class Plain extends BlockInput {
        private final InputStream in;
        private final boolean counts;
        private final MessageDigest hash;

        Plain(InputStream in, boolean counts, MessageDigest hash) {
            this.in = in;
            this.counts = counts;
            this.hash = hash;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            if (counts && read > 0) {
                budget.hasUnpacked(read);
            }
            if (hash != null && read > 0) {
                hash.update(buffer, offset, read);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
