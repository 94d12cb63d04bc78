package io.github.vertxregistry.compress;

/**
 * The CRC-32 of bytes whose parts have been checked apart. A CRC is the remainder of a polynomial over GF(2): so many bytes
 * more multiply it by x to the power of eight times their number.
 */
final class JoinedCrc {
    /** The polynomial of RFC 1952, 8, and all others here: the highest bit is the coefficient of x to the power of 0. */
    private static final int POLYNOMIAL = 0xEDB88320;

    private static final int ONE = 1 << 31;
    private static final int X_TO_8 = 1 << 23;

    private JoinedCrc() {}

    /** Returns the CRC of bytes with the CRC {@code before}, and behind them so many with the CRC {@code after}. */
    static int of(int before, int after, long bytesAfter) {
        return times(before, power(bytesAfter)) ^ after;
    }

    private static int power(long bytes) {
        int result = ONE;
        int square = X_TO_8;
        for (long left = bytes; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result = times(result, square);
            }
            square = times(square, square);
        }
        return result;
    }

    private static int times(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted >>> 1) ^ ((shifted & 1) == 0 ? 0 : POLYNOMIAL);
        }
        return product;
    }
}
