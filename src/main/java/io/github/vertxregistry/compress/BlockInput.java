package io.github.vertxregistry.compress;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that are read in blocks: a single one is a block of one, and what is skipped is read, unless said otherwise. */
public abstract class BlockInput extends InputStream {
    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;
}
