package io.github.vertxregistry.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a chunk in its upload: {@code start-end}, both inclusive, without a unit (OCI Distribution 1.1, "Pushing a
 * blob in chunks").
 *
 * @param start the first byte
 * @param end the last byte
 */
record ContentRange(long start, long end) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /** Reads the header; null where there is none. */
    static ContentRange of(String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = FORM.matcher(header.trim());
        if (!matcher.matches()) {
            throw Refusal.of(ErrorCode.BLOB_UPLOAD_INVALID, "Content-Range is not of the form start-end");
        }
        return new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    long length() {
        return end - start + 1;
    }
}
