package io.github.vertxregistry.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What stands round deflated bytes in a gzip member (RFC 1952, 2.3); without a time or a name, so that it is always the same. */
final class GzipFrame {
    /** Bytes of a head and a tail. */
    static final int SIZE = 18;

    private static final byte FASTEST = 4;
    private static final byte UNKNOWN_SYSTEM = (byte) 255;

    private GzipFrame() {}

    static void putHead(ByteBuffer packed, boolean fastest) {
        packed.put((byte) 0x1f).put((byte) 0x8b).put((byte) 8).put((byte) 0);
        packed.putInt(0).put(fastest ? FASTEST : 0).put(UNKNOWN_SYSTEM);
    }

    static void putTail(ByteBuffer packed, int crc32, long length) {
        packed.order(ByteOrder.LITTLE_ENDIAN).putInt(crc32).putInt((int) length);
    }
}
