package io.github.vertxregistry.model;

import io.github.vertxregistry.error.FailureKind;
import java.util.Objects;

/**
 * One thing that is wrong with a tar.
 *
 * @param kind what an operation that meets it fails with
 * @param entry the entry concerned, or the path of the tar itself where it is the whole of it
 * @param message what is wrong, a sentence
 */
public record TarProblem(FailureKind kind, String entry, String message) {
    public TarProblem {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(entry);
        Objects.requireNonNull(message);
    }
}
