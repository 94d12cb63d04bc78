package io.github.vertxregistry.auth;

import io.github.vertxregistry.model.Names;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * A secret and whose it is. {@link #toString} never shows the secret.
 *
 * @param kind what the secret is
 * @param username the name; empty where the secret is a token that has none
 * @param secret the password or the token
 */
record Credentials(Kind kind, String username, String secret) {
    /** What a secret is. */
    enum Kind {
        /** A password, for Basic and for token servers. */
        PASSWORD,
        /** An OAuth 2 refresh token, for token servers (Distribution, "OAuth2 Token Authentication"). */
        IDENTITY_TOKEN,
        /** A bearer token for the registry itself. */
        REGISTRY_TOKEN
    }

    /** The name by which credential helpers tell that the secret is an identity token. */
    static final String TOKEN_USER = "<token>";

    Credentials {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(username);
        Objects.requireNonNull(secret);
    }

    /** Returns a name and its password; the name that helpers have for it makes the password an identity token. */
    static Credentials of(String username, String secret) {
        return username.equals(TOKEN_USER)
                ? new Credentials(Kind.IDENTITY_TOKEN, "", secret)
                : new Credentials(Kind.PASSWORD, username, secret);
    }

    boolean is(Kind expected) {
        return kind == expected;
    }

    /** Returns the value of an {@code Authorization: Basic} (RFC 7617). */
    String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns who it is, without the secret. */
    String who() {
        return switch (kind) {
            case PASSWORD -> "'" + Names.shown(username) + "'";
            case IDENTITY_TOKEN -> "an identity token";
            case REGISTRY_TOKEN -> "a registry token";
        };
    }

    @Override
    public String toString() {
        return "Credentials[" + who() + "]";
    }
}
