package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;

/**
 * One registry that a node knows.
 *
 * @param url its address, such as {@code http://localhost:15000}
 */
public record RegistryConfig(String url) {
    public RegistryConfig {
        if (url == null) {
            throw RegistryException.badField("registries.known.*.url", "is missing");
        }
    }

    /** Returns where requests to it go. */
    public Origin origin() {
        return Origin.of(url);
    }
}
