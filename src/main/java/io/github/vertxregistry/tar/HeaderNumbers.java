package io.github.vertxregistry.tar;

import java.io.IOException;
import java.util.Arrays;

/** Reads the numbers of header blocks: octal digits (POSIX.1-1988, ustar), or 256 to the base where they are too large (GNU). */
final class HeaderNumbers {
    private static final int BASE_256 = 0x80;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int MOST_BITS = Long.SIZE - 1 - Byte.SIZE;

    private HeaderNumbers() {}

    /** Returns the number, never negative; a field that holds none fails. */
    static long read(byte[] data, int offset, int length) throws IOException {
        return (data[offset] & BASE_256) == 0
                ? octal(data, offset, offset + length)
                : base256(data, offset, offset + length);
    }

    /** Returns a number that may be negative, a time for one; of a field that holds none, 0. */
    static long lenient(byte[] data, int offset, int length) {
        try {
            if (data[offset] != (byte) 0xff) {
                return read(data, offset, length);
            }
            long value = -1;
            for (int at = offset + 1; at < offset + length; at++) {
                value = (value << Byte.SIZE) | (data[at] & 0xff);
            }
            return value;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Writes a number that is small enough for the field's octal digits. */
    static void write(byte[] data, int offset, int length, long number) {
        long left = number;
        for (int at = offset + length - 2; at >= offset; at--) {
            data[at] = (byte) ('0' + (left & 7));
            left >>>= 3;
        }
        data[offset + length - 1] = 0;
    }

    /** Sets a header's checksum right. */
    static void writeSum(byte[] data) {
        Arrays.fill(data, CHECKSUM, CHECKSUM + CHECKSUM_LENGTH, (byte) ' ');
        long sum = 0;
        for (byte each : data) {
            sum += each & 0xff;
        }
        write(data, CHECKSUM, CHECKSUM_LENGTH - 1, sum);
    }

    private static long octal(byte[] data, int start, int end) throws IOException {
        int at = start;
        while (at < end && data[at] == ' ') {
            at++;
        }
        long value = 0;
        while (at < end && data[at] >= '0' && data[at] <= '7') {
            value = value * 8 + (data[at++] - '0');
        }
        // A field that begins with NUL is not used, whatever stands behind it.
        boolean isUnused = data[start] == 0;
        while (!isUnused && at < end) {
            if (data[at] != 0 && data[at] != ' ') {
                throw new IOException("a field is no octal number");
            }
            at++;
        }
        return value;
    }

    private static long base256(byte[] data, int start, int end) throws IOException {
        if (data[start] == (byte) 0xff) {
            throw new IOException("a number is negative");
        }
        long value = data[start] & (BASE_256 - 1);
        for (int at = start + 1; at < end; at++) {
            if (value >>> MOST_BITS != 0) {
                throw new IOException("a number is too large");
            }
            value = (value << Byte.SIZE) | (data[at] & 0xff);
        }
        return value;
    }

    /** Returns whether the block's checksum is right: the sum of its bytes, with and without signs, as both were written. */
    static boolean isSumRight(byte[] data, int offset, int length) {
        long unsigned = 0;
        long signed = 0;
        for (int at = offset; at < offset + length; at++) {
            unsigned += data[at] & 0xff;
            signed += data[at];
        }
        for (int at = offset + CHECKSUM; at < offset + CHECKSUM + CHECKSUM_LENGTH; at++) {
            unsigned += ' ' - (data[at] & 0xff);
            signed += ' ' - data[at];
        }
        try {
            long stored = octal(data, offset + CHECKSUM, offset + CHECKSUM + CHECKSUM_LENGTH);
            return stored == unsigned || stored == signed;
        } catch (IOException e) {
            return false;
        }
    }
}
