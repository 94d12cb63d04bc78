package io.github.vertxregistry.embedded;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Names;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** One request: what its path names, checked whenever it is asked for, its query, and its body, which waits. */
final class Call {
    private final HttpServerRequest request;
    private final Endpoint.Target target;
    private final RequestBody body;

    Call(HttpServerRequest request, Endpoint.Target target, RequestBody body) {
        this.request = request;
        this.target = target;
        this.body = body;
    }

    Endpoint endpoint() {
        return target.endpoint();
    }

    HttpMethod method() {
        return request.method();
    }

    RequestBody body() {
        return body;
    }

    String header(String name) {
        return request.getHeader(name);
    }

    /** Returns the repository's name, or refuses it with NAME_INVALID. */
    String repository() {
        return repository(target.name());
    }

    static String repository(String name) {
        if (!Names.isRepository(name)) {
            throw Refusal.of(ErrorCode.NAME_INVALID, "not a repository name: '" + Names.shown(name) + "'");
        }
        return name;
    }

    /** Returns the last part of the path as it stands. */
    String reference() {
        return target.reference();
    }

    /** Returns whether the last part of the path is meant as a digest. */
    boolean byDigest() {
        return reference().indexOf(':') >= 0;
    }

    /** Returns the last part of the path as a digest, or refuses it with DIGEST_INVALID. */
    Digest digest() {
        return digest(reference());
    }

    static Digest digest(String text) {
        try {
            return Digest.of(text);
        } catch (RegistryException e) {
            throw Refusal.of(ErrorCode.DIGEST_INVALID, e.getMessage());
        }
    }

    /** Returns the query parameter's first value, or null. */
    String query(String name) {
        return params().get(name);
    }

    List<String> queries(String name) {
        return params().getAll(name);
    }

    private MultiMap params() {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(ErrorCode.UNSUPPORTED, 400, "the query cannot be decoded");
        }
    }
}
