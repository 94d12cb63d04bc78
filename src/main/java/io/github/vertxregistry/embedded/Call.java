package io.github.vertxregistry.embedded;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Names;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** One request: what its path names, checked whenever it is asked for, its query, and its body, which waits. */
final class Call {
    /** What the parts of a route's path are called. */
    static final String NAME = "name";

    static final String REFERENCE = "reference";

    private final RoutingContext context;
    private final RequestBody body;

    Call(RoutingContext context, RequestBody body) {
        this.context = context;
        this.body = body;
    }

    HttpMethod method() {
        return context.request().method();
    }

    RequestBody body() {
        return body;
    }

    String header(String name) {
        return context.request().getHeader(name);
    }

    /** Returns the repository's name, or refuses it with NAME_INVALID. */
    String repository() {
        return repository(context.pathParam(NAME));
    }

    static String repository(String name) {
        if (!Names.isRepository(name)) {
            throw Refusal.of(ErrorCode.NAME_INVALID, "not a repository name: '" + Names.shown(name) + "'");
        }
        return name;
    }

    /** Returns the last part of the path, decoded and unchecked. */
    String reference() {
        return context.pathParam(REFERENCE);
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
        return context.queryParams().get(name);
    }

    List<String> queries(String name) {
        return context.queryParam(name);
    }
}
