package io.github.vertxregistry.compress;

import io.github.vertxregistry.model.Compression;
import java.nio.ByteBuffer;

/**
 * A compressed format whose output is made of blocks that are compressed apart from one another, on any number of threads: what
 * comes out depends on the input and on {@link #identity()} alone.
 */
public interface BlockFormat {
    /** Returns what the same input gives the same bytes by: method, level, program and its version, length of a block. */
    String identity();

    /** Returns how layers of this format are told from others. */
    Compression compression();

    /** Returns how many plain bytes a block has; the last one has fewer. */
    int blockSize();

    /** Returns how many plain bytes before a block are needed to compress it. */
    int historySize();

    /** Returns the most bytes that a block becomes, the head and the tail of the whole included. */
    int mostPacked();

    /** Puts what stands before the first block. */
    void putHead(ByteBuffer packed);

    /** Puts what stands behind the last block, by the checksum and the number of all plain bytes. */
    void putTail(ByteBuffer packed, int crc32, long length);

    /** Returns a packer of blocks. */
    BlockPacker newPacker();
}
