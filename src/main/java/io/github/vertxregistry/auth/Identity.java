package io.github.vertxregistry.auth;

import java.util.Objects;

/**
 * Who we are to a registry, and where that was found.
 *
 * @param credentials the credentials, or null for nobody
 * @param source where they were found, or what was looked into in vain
 */
record Identity(Credentials credentials, String source) {
    Identity {
        Objects.requireNonNull(source);
    }

    /** Returns nobody, and what was looked into. */
    static Identity anonymous(String lookedInto) {
        return new Identity(null, lookedInto);
    }

    boolean isAnonymous() {
        return credentials == null;
    }

    /** Returns who we are in words: {@code 'ci' (~/.docker/config.json, key registry.example.org)}. */
    String inWords() {
        return isAnonymous() ? "nobody (" + source + ")" : credentials.who() + " (" + source + ")";
    }
}
