package io.github.vertxregistry.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Deflate (RFC 1951) of bytes that are compressed already: nothing finds shorter ones, and looking for them takes several times as long
 * as for text. What counts as such depends on the bytes alone.
 */
final class StoredBlock {
    private static final int SAMPLES = 64;
    private static final int SAMPLE = 256;
    private static final int LEAST = 64 << 10;
    /** RFC 1951, 3.2.4: what a stored block holds, and what stands before it. */
    private static final int MOST = 65_535;

    private static final byte LAST = 1;

    private StoredBlock() {}

    /**
     * Returns whether all bytes are about as frequent in samples: the squares of their counts then add up to hardly more than
     * those of noise do. A tenth of text among them is seen.
     */
    static boolean suits(ByteBuffer plain) {
        int length = plain.remaining();
        if (length < LEAST) {
            return false;
        }
        int[] counts = new int[256];
        for (int sample = 0; sample < SAMPLES; sample++) {
            int start = plain.position() + (int) ((long) (length - SAMPLE) * sample / (SAMPLES - 1));
            for (int at = start; at < start + SAMPLE; at++) {
                counts[plain.get(at) & 0xff]++;
            }
        }
        long squares = 0;
        for (int count : counts) {
            squares += (long) count * count;
        }
        long even = (long) SAMPLES * SAMPLE * SAMPLES * SAMPLE / counts.length;
        return squares < even + even / 8;
    }

    /** Puts the bytes as they are; from a byte's boundary to the next one's. */
    static void put(ByteBuffer plain, boolean last, ByteBuffer packed) {
        packed.order(ByteOrder.LITTLE_ENDIAN);
        while (plain.hasRemaining()) {
            int length = Math.min(MOST, plain.remaining());
            boolean end = last && length == plain.remaining();
            packed.put(end ? LAST : 0).putShort((short) length).putShort((short) ~length);
            packed.put(plain.slice(plain.position(), length));
            plain.position(plain.position() + length);
        }
    }
}
