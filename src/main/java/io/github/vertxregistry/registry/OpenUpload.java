package io.github.vertxregistry.registry;

import java.util.Objects;

/**
 * An upload session that is open at a registry.
 *
 * @param registry the registry's URL
 * @param repository the repository
 * @param location where the session goes on, whole; not for messages, since some registries sign it
 */
public record OpenUpload(String registry, String repository, String location) {
    public OpenUpload {
        Objects.requireNonNull(registry);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(location);
    }
}
