package io.github.vertxregistry.http;

import io.github.vertxregistry.error.FailureKind;
import io.vertx.core.http.HttpMethod;

/** The way out of what an answer means, as far as the request and the answer tell. */
final class AnswerHint {
    private AnswerHint() {}

    /** Returns the hint, or null where there is nothing to say. */
    static String of(FailureKind kind, HttpAnswer answer, boolean hasErrors) {
        HttpCall call = answer.call();
        if (answer.status() < 300) {
            return "no registry answers so: is there one at " + call.origin() + "?";
        }
        if (answer.status() < 400) {
            return "the registry redirects elsewhere, which is not followed: name the address itself";
        }
        long wait = RetryAfter.milliseconds(answer);
        return switch (kind) {
            case UNAUTHORIZED -> unauthorized(call);
            case DENIED -> "the account in use may not do this, or a quota is used up";
            case NOT_FOUND -> notFound(call, hasErrors);
            case UNSUPPORTED ->
                call.method().equals(HttpMethod.DELETE)
                        ? "the registry does not offer this; deletion is often switched off in its configuration"
                        : "the registry does not offer this, or something else answers at " + call.origin();
            case TOO_LARGE -> tooLarge(call);
            case TOO_MANY_REQUESTS ->
                wait == 0 ? "wait, or send fewer requests at once" : "try again in " + wait / 1_000 + " s";
            case MANIFEST_REFUSED -> "try the other manifest format (docker or oci)";
            case TAG_IMMUTABLE -> "choose another tag: this one may not be moved";
            case REGISTRY_FAULT ->
                wait == 0
                        ? "look into the registry's log"
                        : "the registry asks to be tried again in " + wait / 1_000 + " s";
            default -> null;
        };
    }

    private static String notFound(HttpCall call, boolean hasErrors) {
        if (call.uri().startsWith("/v2/_catalog")) {
            return "not every registry lists its repositories: ask for the tags of one by its name";
        }
        return hasErrors
                ? "check the name: repositories and tags are listed with repos and tags"
                : "check the name, and that a registry is at " + call.origin();
    }

    private static String unauthorized(HttpCall call) {
        return call.isToRegistry()
                ? "it wants credentials that may do this, or does not take those it was given"
                : "no credentials are sent to where a registry points: is its address for uploads right?";
    }

    private static String tooLarge(HttpCall call) {
        String limit = "the registry, or a proxy before it, limits the size of a request: ";
        if (call.headers().containsKey("Content-Range")) {
            return limit + "a smaller chunkSize (--chunk-size) may do";
        }
        if (call.uri().contains("/blobs/uploads/")) {
            return limit + "try chunked uploads (--upload chunked)";
        }
        return limit + "only its own configuration can raise that";
    }
}
