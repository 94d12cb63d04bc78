package io.github.vertxregistry.layout;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The headers of a tar's entries (POSIX.1-1988 ustar, with the extended header of POSIX.1-2001 where a name or a size does not fit):
 * the same bytes for the same entry whoever writes it, and when.
 */
final class EntryHeader {
    /** The length of a header, and what every entry's content is filled up to. */
    static final int BLOCK = 512;

    private static final int NAME_LENGTH = 100;
    private static final int MODE = 100;
    private static final int OWNER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final long MOST_OCTAL = 077777777777L;

    private EntryHeader() {}

    /** Returns what stands before a file's content. */
    static byte[] file(String name, long size) {
        StringBuilder records = new StringBuilder();
        if (name.length() > NAME_LENGTH) {
            records.append(record("path", name));
        }
        if (size > MOST_OCTAL) {
            records.append(record("size", Long.toString(size)));
        }
        byte[] own = block(name, '0', 0644, Math.min(size, MOST_OCTAL));
        return records.isEmpty() ? own : extended(name, records.toString(), own);
    }

    /** Returns a folder's entry. */
    static byte[] folder(String name) {
        return block(name, '5', 0755, 0);
    }

    private static byte[] extended(String name, String records, byte[] own) {
        byte[] content = records.getBytes(StandardCharsets.UTF_8);
        String last = name.substring(name.lastIndexOf('/') + 1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(block("PaxHeaders/" + last, 'x', 0644, content.length));
        all.writeBytes(content);
        all.writeBytes(new byte[padding(content.length)]);
        all.writeBytes(own);
        return all.toByteArray();
    }

    /** A record tells its own length, its digits included. */
    private static String record(String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() > Integer.toString(rest).length()) {
            length++;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private static byte[] block(String name, char type, int mode, long size) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) : name);
        put(block, MODE, octal(mode, 7));
        put(block, OWNER, octal(0, 7));
        put(block, GROUP, octal(0, 7));
        put(block, SIZE, octal(size, 11));
        put(block, TIME, octal(0, 11));
        put(block, CHECKSUM, " ".repeat(8));
        block[TYPE] = (byte) type;
        put(block, MAGIC, "ustar\00000");
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        put(block, CHECKSUM, octal(sum, 6) + "\0 ");
        return block;
    }

    private static String octal(long value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    /** Returns how many zeros follow content of that length. */
    static int padding(long length) {
        return (int) (-length & (BLOCK - 1));
    }
}
