package io.github.vertxregistry.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One satisfiable range of a blob (RFC 9110, "Range Requests").
 *
 * @param offset the first byte
 * @param length how many bytes, at least one
 */
record ByteRange(long offset, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * Reads a Range header. Returns null where the whole blob is to be sent: no header, several ranges, or a form that is
     * not understood, which a server ignores.
     */
    static ByteRange of(String header, long size) {
        Matcher matcher = header == null ? null : SINGLE.matcher(header.trim());
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : suffix(Long.parseLong(last), size);
        }
        long offset = Long.parseLong(first);
        long end = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (end < offset) {
            return null;
        }
        if (offset >= size) {
            throw unsatisfiable(size);
        }
        return new ByteRange(offset, Math.min(end, size - 1) - offset + 1);
    }

    private static ByteRange suffix(long count, long size) {
        if (count == 0 || size == 0) {
            throw unsatisfiable(size);
        }
        long length = Math.min(count, size);
        return new ByteRange(size - length, length);
    }

    private static Refusal unsatisfiable(long size) {
        return Refusal.of(ErrorCode.SIZE_INVALID, 416, "the blob has " + size + " bytes")
                .with("Content-Range", "bytes */" + size);
    }
}
