package io.github.vertxregistry.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the records of a PAX extended header (POSIX.1-2001, pax): {@code "length key=value\n"} each. */
final class PaxRecords {
    private static final int MAX_DIGITS = 10;

    private PaxRecords() {}

    /** Returns the latest text of each key; an empty one says that the record is not there (POSIX.1-2001, pax). */
    static Map<String, String> parse(byte[] data) throws IOException {
        Map<String, String> texts = new HashMap<>();
        all(data).forEach(record -> texts.put(record.key(), record.text()));
        texts.values().removeIf(String::isEmpty);
        return texts;
    }

    /** Returns all records in their order. */
    static List<PaxRecord> all(byte[] data) throws IOException {
        List<PaxRecord> records = new ArrayList<>();
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
            int equals = space + 1;
            while (equals < end && data[equals] != '=') {
                equals++;
            }
            if (equals == end || equals == space + 1) {
                throw new IOException("a PAX record has no key");
            }
            records.add(new PaxRecord(
                    new String(data, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1),
                    new String(data, equals + 1, end - equals - 2, StandardCharsets.ISO_8859_1)));
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
