package io.github.vertxregistry.tar;

import java.nio.charset.StandardCharsets;

/**
 * One record of a PAX extended header, byte for byte: values need not be text ({@code SCHILY.xattr.security.capability} is none).
 *
 * @param key its bytes, a character for each
 * @param value its bytes, a character for each
 */
record PaxRecord(String key, String value) {
    /** Returns the value as the text that most values are. */
    String text() {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns the record as it is written, its own length in front. */
    byte[] encoded() {
        byte[] start = (" " + key + "=").getBytes(StandardCharsets.ISO_8859_1);
        int rest = start.length + value.length() + 1;
        int length = rest + digits(rest);
        length = rest + digits(length);
        byte[] number = String.valueOf(length).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[number.length + rest];
        System.arraycopy(number, 0, all, 0, number.length);
        System.arraycopy(start, 0, all, number.length, start.length);
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, all, number.length + start.length, bytes.length);
        all[all.length - 1] = '\n';
        return all;
    }

    private static int digits(int number) {
        return String.valueOf(number).length();
    }
}
