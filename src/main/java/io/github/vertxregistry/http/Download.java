package io.github.vertxregistry.http;

import io.github.vertxregistry.model.ByteStream;
import java.util.Objects;

/**
 * An answer whose body is still to be read.
 *
 * @param answer the answer, with the start of an error's body, or with none
 * @param body the body of a 200 or a 206, which must be read to its end or closed; null of any other answer
 */
public record Download(HttpAnswer answer, ByteStream body) {
    public Download {
        Objects.requireNonNull(answer);
    }
}
