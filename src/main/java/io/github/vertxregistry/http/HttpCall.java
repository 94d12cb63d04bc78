package io.github.vertxregistry.http;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One request, complete but for its credentials.
 *
 * @param method the method
 * @param origin where it goes
 * @param uri path and query, encoded
 * @param headers its headers
 * @param content its body, or null
 * @param what names operation and repository for messages: {@code get manifest team/app:1}
 */
public record HttpCall(
        HttpMethod method, Origin origin, String uri, Map<String, String> headers, Buffer content, String what) {
    public HttpCall {
        Objects.requireNonNull(method);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(uri);
        Objects.requireNonNull(what);
        headers = Map.copyOf(headers);
        // What is not HTTP spoils the connection for the requests after it.
        if (!isSendable(uri)) {
            throw RegistryException.badField("uri", "of '" + what + "' has a character that no address may have");
        }
        headers.forEach(HttpCall::checkHeader);
    }

    /** Returns whether a path and query have only characters that may stand in a request line (RFC 9112, 3.2). */
    static boolean isSendable(String uri) {
        return uri.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#');
    }

    private static void checkHeader(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7f))) {
            throw RegistryException.badField(name, "has a control character, which no header may have");
        }
    }

    /** Returns a request with neither headers nor a body. */
    public static HttpCall of(HttpMethod method, Origin origin, String uri, String what) {
        return new HttpCall(method, origin, uri, Map.of(), null, what);
    }

    /** Returns the same with one more header. */
    public HttpCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, origin, uri, more, content, what);
    }

    /** Returns the same with a body; an empty one is announced with {@code Content-Length: 0}. */
    public HttpCall withContent(Buffer body) {
        return new HttpCall(method, origin, uri, headers, body, what);
    }
}
