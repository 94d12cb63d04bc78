package io.github.vertxregistry.layout;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Where the entries of a layout lie until it is whole. */
interface PartPlace extends Closeable {
    /** Returns whether it can be gone on with. */
    boolean isThere() throws IOException;

    /** Takes away what is there. */
    void clear() throws IOException;

    /** Takes it away altogether. */
    void delete() throws IOException;

    /** Makes it ready to be written to, with all documents in it. */
    void begin() throws IOException;

    /** Writes all bytes of a buffer into an entry. */
    void write(String entry, ByteBuffer bytes, long at) throws IOException;

    /** Opens an entry for reading. */
    Reader reader(String entry) throws IOException;

    /** Begins to put on the disk what has been written; the rest is done sooner then. */
    void flush() throws IOException;

    /** Puts all on the disk. */
    void sync() throws IOException;

    /** Gives it its name; it has been closed. */
    void move(Path target, boolean replace) throws IOException;

    /** Reads an entry. */
    interface Reader extends Closeable {
        int read(ByteBuffer place, long at) throws IOException;
    }

    /** Writes all bytes of a buffer. */
    static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
