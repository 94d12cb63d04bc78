package io.github.vertxregistry.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a header block that tell where data lie (POSIX.1-1988 ustar, GNU and star); the others are not decoded.
 *
 * @param type its type flag
 * @param name its name, the prefix included
 * @param link what a link points at; may be of no meaning
 * @param size how many bytes of data it announces, never negative
 * @param isContinued whether an old GNU sparse header goes on in the next block
 */
record TarHeader(byte type, String name, String link, long size, boolean isContinued) {
    static final int LENGTH = 512;

    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int STAR_PREFIX_LENGTH = 131;
    private static final int GNU_CONTINUED = 482;
    private static final int STAR_TRAILER = 508;

    /** Returns whether what begins there is a header, told by its checksum. */
    static boolean is(byte[] data, int start) {
        return data.length - start >= LENGTH && !isZero(data, start) && HeaderNumbers.isSumRight(data, start, LENGTH);
    }

    /** Returns whether the block that begins there is one of those that end a tar. */
    static boolean isZero(byte[] data, int start) {
        for (int at = start; at < start + LENGTH; at++) {
            if (data[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads the fields of the block that begins there and is a header. */
    static TarHeader decode(byte[] data, int start) throws IOException {
        long size = HeaderNumbers.read(data, start + SIZE, SIZE_LENGTH);
        String prefix = has(data, start + MAGIC, "ustar\0") ? prefix(data, start) : "";
        String name = text(data, start, NAME_LENGTH);
        return new TarHeader(
                data[start + TYPE],
                prefix.isEmpty() ? name : prefix + "/" + name,
                text(data, start + LINK, NAME_LENGTH),
                size,
                data[start + GNU_CONTINUED] != 0);
    }

    private static String prefix(byte[] data, int start) {
        boolean isStar = has(data, start + STAR_TRAILER, "tar\0");
        return text(data, start + PREFIX, isStar ? STAR_PREFIX_LENGTH : PREFIX_LENGTH);
    }

    private static boolean has(byte[] data, int offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (data[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns text up to a NUL: UTF-8, or where it is none its bytes, so that different names stay different. */
    static String text(byte[] data, int offset, int length) {
        int end = offset;
        while (end < offset + length && data[end] != 0) {
            end++;
        }
        String text = new String(data, offset, end - offset, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : new String(data, offset, end - offset, StandardCharsets.ISO_8859_1);
    }
}
