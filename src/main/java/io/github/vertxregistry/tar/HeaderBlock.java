package io.github.vertxregistry.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A tar header's 512 bytes, of which some can be changed; all others stay what they are. */
final class HeaderBlock {
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int MAGIC = 257;
    private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0};
    private static final int PREFIX = 345;
    private static final int GNU_MAP = 386;
    private static final int GNU_MAP_END = 495;
    private static final int GNU_CONTINUED = 482;
    private static final int STAR_TRAILER = 508;

    private final byte[] bytes;

    HeaderBlock(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a header of that type with nothing else in it. */
    static HeaderBlock of(char type) {
        byte[] bytes = new byte[TarHeader.LENGTH];
        HeaderNumbers.write(bytes, 100, 8, 0644);
        HeaderNumbers.write(bytes, 108, 8, 0);
        HeaderNumbers.write(bytes, 116, 8, 0);
        HeaderNumbers.write(bytes, 136, 12, 0);
        System.arraycopy(USTAR, 0, bytes, MAGIC, USTAR.length);
        bytes[263] = '0';
        bytes[264] = '0';
        bytes[TYPE] = (byte) type;
        return new HeaderBlock(bytes);
    }

    HeaderBlock copy() {
        return new HeaderBlock(bytes.clone());
    }

    char type() {
        return (char) (bytes[TYPE] & 0xff);
    }

    HeaderBlock withType(char type) {
        bytes[TYPE] = (byte) type;
        return this;
    }

    long number(int offset, int length) {
        return HeaderNumbers.lenient(bytes, offset, length);
    }

    HeaderBlock withNumber(int offset, int length, long number) {
        HeaderNumbers.write(bytes, offset, length, number);
        return this;
    }

    /** Returns how many bytes of data it announces, or -1 where that is no number. */
    long size() {
        try {
            return HeaderNumbers.read(bytes, SIZE, SIZE_LENGTH);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Returns whether an old GNU header of a sparse file goes on in the next block. */
    boolean isContinued() {
        return bytes[GNU_CONTINUED] != 0;
    }

    /** Returns the name with what stands before it, bytes as characters. */
    String name() {
        String name = text(0, NAME_LENGTH);
        String prefix = isUstar() ? text(PREFIX, prefixLength()) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String link() {
        return text(LINK, NAME_LENGTH);
    }

    /** Writes the name, or as much of it as there is room for. */
    HeaderBlock withName(String name) {
        put(0, name);
        if (isUstar()) {
            Arrays.fill(bytes, PREFIX, PREFIX + prefixLength(), (byte) 0);
        }
        return this;
    }

    HeaderBlock withLink(String link) {
        put(LINK, link);
        return this;
    }

    HeaderBlock withSize(long size) {
        return withNumber(SIZE, SIZE_LENGTH, size);
    }

    /** Returns whether a name or link of that length has room in a header. */
    static boolean hasRoom(String text) {
        return text.length() <= NAME_LENGTH;
    }

    /** Takes away what an old GNU header has of a sparse file. */
    HeaderBlock withoutSparse() {
        if (type() == 'S') {
            Arrays.fill(bytes, GNU_MAP, GNU_MAP_END, (byte) 0);
        }
        return this;
    }

    /** Returns the bytes, their checksum set right. */
    byte[] finished() {
        HeaderNumbers.writeSum(bytes);
        return bytes;
    }

    private boolean isUstar() {
        return Arrays.equals(bytes, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length);
    }

    private int prefixLength() {
        boolean isStar = text(STAR_TRAILER, 4).equals("tar");
        return isStar ? 131 : 155;
    }

    private void put(int offset, String text) {
        Arrays.fill(bytes, offset, offset + NAME_LENGTH, (byte) 0);
        byte[] part = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(part, 0, bytes, offset, Math.min(part.length, NAME_LENGTH));
    }

    private String text(int offset, int length) {
        return text(bytes, offset, length);
    }

    /** Returns the bytes up to a NUL, a character each. */
    static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
    }
}
