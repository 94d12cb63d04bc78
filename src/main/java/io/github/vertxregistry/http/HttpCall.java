package io.github.vertxregistry.http;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One request, complete but for its credentials.
 *
 * @param method the method
 * @param registry whose operation it is a part of, and whose credentials it may have if it goes there
 * @param origin where it goes: the registry, or where a Location of it points
 * @param uri path and query, encoded
 * @param headers its headers
 * @param content its body, or null
 * @param scopes what it needs to be allowed, as in Distribution's "Token Scope Documentation": {@code
 *     repository:team/app:pull,push}
 * @param what names operation and repository for messages: {@code get manifest team/app:1}
 */
public record HttpCall(
        HttpMethod method,
        Origin registry,
        Origin origin,
        String uri,
        Map<String, String> headers,
        Buffer content,
        Set<String> scopes,
        String what) {
    public HttpCall {
        Objects.requireNonNull(method);
        Objects.requireNonNull(registry);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(uri);
        Objects.requireNonNull(what);
        headers = Map.copyOf(headers);
        scopes = Set.copyOf(scopes);
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

    /** Returns a request to a registry with neither headers nor a body, which needs no scope. */
    public static HttpCall of(HttpMethod method, Origin registry, String uri, String what) {
        return new HttpCall(method, registry, registry, uri, Map.of(), null, Set.of(), what);
    }

    /** Returns the same to where the registry has sent us. */
    public HttpCall to(Location location) {
        return new HttpCall(method, registry, location.origin(), location.uri(), headers, content, scopes, what);
    }

    /** Returns the same with no header but these. */
    HttpCall withOnly(String... names) {
        Map<String, String> kept = new LinkedHashMap<>(headers);
        kept.keySet().retainAll(Set.of(names));
        return new HttpCall(method, registry, origin, uri, kept, content, scopes, what);
    }

    /** Returns the same with one more header. */
    public HttpCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, registry, origin, uri, more, content, scopes, what);
    }

    /** Returns the same with more headers. */
    public HttpCall with(Map<String, String> added) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(added);
        return new HttpCall(method, registry, origin, uri, more, content, scopes, what);
    }

    /** Returns the same with a body; an empty one is announced with {@code Content-Length: 0}. */
    public HttpCall withContent(Buffer body) {
        return new HttpCall(method, registry, origin, uri, headers, body, scopes, what);
    }

    /** Returns the same with what it needs to be allowed. */
    public HttpCall needing(Set<String> needed) {
        return new HttpCall(method, registry, origin, uri, headers, content, needed, what);
    }

    /** Returns whether it goes to the registry itself, same scheme, host and port. */
    public boolean isToRegistry() {
        return origin.equals(registry);
    }

    /** Shows neither headers nor body nor query, which may hold secrets. */
    @Override
    public String toString() {
        int query = uri.indexOf('?');
        return method + " " + origin + (query < 0 ? uri : uri.substring(0, query)) + " (" + what + ")";
    }
}
