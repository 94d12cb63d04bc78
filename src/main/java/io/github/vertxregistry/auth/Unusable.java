package io.github.vertxregistry.auth;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;

/**
 * The failures of finding and keeping credentials. They name the file, key or program, and carry neither its content nor a
 * cause, whose message could quote it.
 */
final class Unusable {
    private Unusable() {}

    static RegistryException because(String what, String hint) {
        return RegistryException.of(FailureKind.UNAUTHORIZED, what).withHint(hint);
    }
}
