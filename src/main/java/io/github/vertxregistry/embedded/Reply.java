package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a handler answers: status, headers and either bytes or a part of a file, which is never read into memory.
 *
 * @param status the HTTP status
 * @param headers the headers, but for those that every answer has
 * @param content the body, or null
 * @param file the part of a file that is the body, or null
 */
record Reply(int status, Map<String, String> headers, Buffer content, Part file) {
    /** A range of a file's bytes. */
    record Part(Path path, long offset, long length) {}

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply of(int status) {
        return new Reply(status, Map.of(), null, null);
    }

    static Reply json(int status, Object value) {
        return json(status, "application/json", value);
    }

    static Reply json(int status, String mediaType, Object value) {
        Buffer body = Buffer.buffer(JsonBinding.toBytes(value));
        return new Reply(status, Map.of("Content-Type", mediaType), body, null);
    }

    Reply with(String name, String value) {
        return with(Map.of(name, value));
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, content, file);
    }

    Reply withFile(Path path, long offset, long length) {
        return new Reply(status, headers, content, new Part(path, offset, length));
    }

    /** Returns 304 in place of content that the asker has (RFC 9110, "If-None-Match"; null where the request has none). */
    Reply unlessHeld(String ifNoneMatch) {
        String etag = headers.get("ETag");
        boolean held = etag != null && ifNoneMatch != null && (ifNoneMatch.equals("*") || ifNoneMatch.contains(etag));
        return held ? of(304).with("ETag", etag) : this;
    }

    /** Returns how many bytes the body has. */
    long length() {
        return file != null ? file.length() : content != null ? content.length() : 0;
    }
}
