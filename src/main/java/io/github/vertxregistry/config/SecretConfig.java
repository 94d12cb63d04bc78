package io.github.vertxregistry.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vertxregistry.error.RegistryException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A secret, or better where it is found: {@code {"env": "NAME"}} or {@code {"file": "/run/secrets/registry"}}; a plain
 * string is the secret itself, which is never shown and never written to JSON again.
 *
 * @param text the secret, or null
 * @param env the environment's variable that holds it, or null
 * @param file the file that holds it, the line's end at its end not counted, or null
 */
public record SecretConfig(
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        String text,

        @JsonInclude(JsonInclude.Include.NON_NULL) String env,
        @JsonInclude(JsonInclude.Include.NON_NULL) String file) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public SecretConfig(
            @JsonProperty("text") String text, @JsonProperty("env") String env, @JsonProperty("file") String file) {
        if (Stream.of(text, env, file).filter(Objects::nonNull).count() != 1) {
            throw RegistryException.badKey("credentials", "has a secret that is not one of: a string, env, file");
        }
        this.text = text;
        this.env = env;
        this.file = file;
    }

    /** Returns the secret that is this text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SecretConfig of(String text) {
        return new SecretConfig(text, null, null);
    }

    @Override
    public String toString() {
        return text != null ? "secret" : env != null ? "env " + env : "file " + file;
    }
}
