package io.github.vertxregistry.compress;

import java.nio.ByteBuffer;

/** Compresses blocks, one at a time; holds memory outside the heap until it is closed. */
public interface BlockPacker extends AutoCloseable {
    /**
     * Compresses one block.
     *
     * @param history the plain bytes just before the block, as many as the format wants and there are; none before the first
     * @param plain the block
     * @param last whether it is the last one
     * @param packed where it goes
     */
    void pack(ByteBuffer history, ByteBuffer plain, boolean last, ByteBuffer packed);

    @Override
    void close();
}
