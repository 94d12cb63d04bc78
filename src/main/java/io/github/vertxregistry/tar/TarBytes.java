package io.github.vertxregistry.tar;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a tar, at any place, wherever they are: in a file of this machine, or of another. Blocking. */
public interface TarBytes extends Closeable {
    /** Returns the bytes of an open file; closing them closes it. */
    static TarBytes of(FileChannel channel) {
        return new TarBytes() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public int read(ByteBuffer place, long position) throws IOException {
                return channel.read(place, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** Returns how many there are. */
    long size() throws IOException;

    /**
     * Reads some, one at the least unless there are none left.
     *
     * @param place where they go
     * @param position where they lie, from 0
     * @return how many, or -1 at the end
     */
    int read(ByteBuffer place, long position) throws IOException;
}
