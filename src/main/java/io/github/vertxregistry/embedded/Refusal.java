package io.github.vertxregistry.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that is answered with an error body (OCI Distribution, "Error codes"); it has no stack trace. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Entry> entries;
    private final transient Map<String, String> headers;

    /** One entry of the error body; a detail that is null is left out. */
    record Entry(String code, String message, Map<String, String> detail) {}

    /** The error body. */
    record Body(List<Entry> errors) {}

    private Refusal(int status, List<Entry> entries, Map<String, String> headers) {
        super(entries.get(0).message(), null, false, false);
        this.status = status;
        this.entries = entries;
        this.headers = headers;
    }

    static Refusal of(ErrorCode code, String message) {
        return of(code, code.status(), message);
    }

    /** Returns a refusal with another status than the code's usual one. */
    static Refusal of(ErrorCode code, int status, String message) {
        return new Refusal(status, List.of(new Entry(code.name(), message, null)), Map.of());
    }

    /** Returns a refusal of several entries, all of one code, each with a digest as its detail. */
    static Refusal ofDigests(ErrorCode code, String message, List<String> digests) {
        List<Entry> entries = digests.stream()
                .map(digest -> new Entry(code.name(), message + ": " + digest, Map.of("digest", digest)))
                .toList();
        return new Refusal(code.status(), entries, Map.of());
    }

    /** Returns this refusal with a header. */
    Refusal with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Refusal(status, entries, more);
    }

    int status() {
        return status;
    }

    Reply reply() {
        return Reply.json(status, new Body(entries)).with(headers);
    }
}
