package io.github.vertxregistry.http;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * An address that a registry gave in a header, taken as it came: relative or absolute, with whatever query (OCI
 * Distribution, "Pushing blobs": a client must not put it together itself). Parsed strictly, since a bad one would spoil
 * the connection that it is sent on.
 *
 * @param origin where it is
 * @param uri path and query, encoded as they came
 */
public record Location(Origin origin, String uri) {
    private static final int MAX_LENGTH = 16_384;

    public Location {
        Objects.requireNonNull(origin);
        Objects.requireNonNull(uri);
    }

    /** Returns the place that an answer's Location names; fails with {@code REGISTRY_FAULT} where it names none. */
    public static Location of(HttpAnswer answer) {
        String text = answer.header("Location").orElseThrow(() -> answer.senseless("the answer has no Location"));
        return parse(answer, text);
    }

    /** Returns the place of an absolute address that stands in a document; fails with {@code REGISTRY_FAULT} where it is none. */
    public static Location of(String url, String what) {
        try {
            URI target = new URI(url);
            String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
            String uri = target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
            if (url.length() <= MAX_LENGTH && target.getRawAuthority() != null && HttpCall.isSendable(uri)) {
                return new Location(Origin.of(target), uri);
            }
        } catch (URISyntaxException | RegistryException e) {
            // Said below: it may hold a secret, so it is not shown.
        }
        throw RegistryException.of(FailureKind.REGISTRY_FAULT, what + " names an address that is none of http")
                .withRetry(false, 0);
    }

    static Location parse(HttpAnswer answer, String text) {
        if (text.length() > MAX_LENGTH) {
            throw answer.senseless("the Location is " + text.length() + " characters long");
        }
        try {
            Origin from = answer.call().origin();
            URI base = new URI(from + answer.call().uri());
            URI target = base.resolve(new URI(text));
            if (target.getRawAuthority() == null) {
                throw answer.senseless("the Location names no host");
            }
            String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
            String uri = target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
            Origin to = Origin.of(target);
            if (!HttpCall.isSendable(uri)) {
                throw answer.senseless("the Location is no address");
            }
            if (from.tls() && !to.tls()) {
                throw answer.senseless("the Location leads from https to http");
            }
            return new Location(to, uri);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw answer.senseless("the Location is no address");
        } catch (RegistryException e) {
            throw e.kind() == FailureKind.BAD_REQUEST ? answer.senseless("the Location is no http address") : e;
        }
    }

    /** Returns the same with one more query parameter, whose value needs no encoding. */
    public Location with(String name, String value) {
        return new Location(origin, uri + (uri.indexOf('?') < 0 ? "?" : "&") + name + "=" + value);
    }
}
