package io.github.vertxregistry.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads the records of a PAX extended header (POSIX.1-2001, pax): {@code "length key=value\n"} each. */
final class PaxRecords {
    private static final int MAX_DIGITS = 10;

    private PaxRecords() {}

    static Map<String, String> parse(byte[] data) throws IOException {
        Map<String, String> records = new HashMap<>();
        int start = 0;
        // Some writers pad the records with NULs.
        while (start < data.length && data[start] != 0) {
            int space = start;
            while (space < data.length && data[space] != ' ') {
                space++;
            }
            int end = start + length(data, start, space);
            if (end > data.length || end <= space + 1 || data[end - 1] != '\n') {
                throw new IOException("a PAX record has a wrong length");
            }
            String record = new String(data, space + 1, end - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals <= 0) {
                throw new IOException("a PAX record has no key");
            }
            records.put(record.substring(0, equals), record.substring(equals + 1));
            start = end;
        }
        return records;
    }

    private static int length(byte[] data, int start, int end) throws IOException {
        if (end == data.length || end == start || end - start > MAX_DIGITS) {
            throw new IOException("a PAX record has no length");
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            if (data[i] < '0' || data[i] > '9') {
                throw new IOException("a PAX record has no length");
            }
            length = length * 10 + (data[i] - '0');
        }
        if (length > data.length) {
            throw new IOException("a PAX record is longer than its header");
        }
        return (int) length;
    }
}
