package io.github.vertxregistry.tar;

import io.github.vertxregistry.compress.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a range of a file; fails where the file ends before the range does. */
public final class ChannelRange extends BlockInput {
    private final TarBytes bytes;
    private final boolean closesBytes;
    private final long end;
    private long position;

    /** Begins at an offset; the range may close the channel with itself. */
    public ChannelRange(FileChannel channel, long offset, long size, boolean closesChannel) {
        this(TarBytes.of(channel), offset, size, closesChannel);
    }

    ChannelRange(TarBytes bytes, long offset, long size, boolean closesBytes) {
        this.bytes = bytes;
        this.closesBytes = closesBytes;
        this.position = offset;
        this.end = offset + size;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int read = bytes.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, end - position)), position);
        if (read < 0) {
            throw new EOFException("the file ends at byte " + position + ", not at " + end);
        }
        position += read;
        return read;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public void close() throws IOException {
        if (closesBytes) {
            bytes.close();
        }
    }
}
