package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.BlockInput;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the bytes of a layer's tar in the pieces that it consists of, and tells at which of them it is cut or damaged. What they
 * mean is not known here. Blocking.
 */
final class LayerBytes {
    private static final int MAX_EXTENSION = 1 << 20;

    private final InputStream in;
    private final String layer;
    private long at;

    LayerBytes(InputStream in, String layer) {
        this.in = in;
        this.layer = layer;
    }

    /** Returns how many bytes have been read. */
    long at() {
        return at;
    }

    /** Returns the next block, or null where the stream ends before it. */
    byte[] block() throws IOException {
        byte[] block = new byte[TarHeader.LENGTH];
        int read = readFully(block);
        if (read != 0 && read != block.length) {
            throw cut();
        }
        return read == 0 ? null : block;
    }

    /** Returns the data behind an extension's header, and passes over what they are padded with. */
    byte[] extension(HeaderBlock header) throws IOException {
        long size = header.size();
        if (size < 0 || size > MAX_EXTENSION) {
            throw TarFailures.tooMany(layer, "a header announces a name or record of more than " + MAX_EXTENSION);
        }
        byte[] bytes = new byte[(int) size];
        if (readFully(bytes) < size) {
            throw cut();
        }
        padding(size);
        return bytes;
    }

    private void padding(long size) throws IOException {
        int length = (int) ((TarHeader.LENGTH - size % TarHeader.LENGTH) % TarHeader.LENGTH);
        if (readFully(new byte[length]) < length) {
            throw cut();
        }
    }

    private int readFully(byte[] bytes) throws IOException {
        int read = in.readNBytes(bytes, 0, bytes.length);
        at += read;
        return read;
    }

    RegistryException cut() {
        return TarFailures.unreadable(layer, "is truncated: it ends at byte " + at + ", in the middle of an entry");
    }

    RegistryException damaged(String problem) {
        return TarFailures.unreadable(layer, "is damaged: " + problem);
    }

    /** Returns the data of an entry whose header has just been read. */
    Data data(long size) {
        return new Data(size);
    }

    /** The data of one entry. */
    final class Data extends BlockInput {
        private final long size;
        private long left;

        private Data(long size) {
            this.size = size;
            this.left = size;
        }

        /** Returns how many bytes have not been read. */
        long left() {
            return left;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return left == 0 ? -1 : 0;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw cut();
            }
            left -= read;
            at += read;
            return read;
        }

        /** Reads to the end of the data and of what they are padded with. */
        void pass() throws IOException {
            if (size == 0) {
                return;
            }
            byte[] rest = new byte[(int) Math.min(left, 64 << 10)];
            while (left > 0) {
                read(rest, 0, rest.length);
            }
            padding(size);
        }
    }
}
