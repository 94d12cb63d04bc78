package io.github.vertxregistry.config;

import java.util.Map;

/**
 * Which registries a node speaks to.
 *
 * @param known the registries that messages may name by an id of their own
 * @param byDefault the id or URL of the registry of a message that names none; {@code http://localhost:15000}
 * @param allowUnknown whether a message may name a URL that is not among the known; by default only where the Vert.x is
 *     not clustered, since anyone on the bus can send
 */
public record RegistriesConfig(Map<String, RegistryConfig> known, String byDefault, Boolean allowUnknown) {
    /** Where a registry for development listens. */
    public static final String DEVELOPMENT = "http://localhost:15000";

    public RegistriesConfig {
        known = known == null ? Map.of() : Map.copyOf(known);
        byDefault = Check.orElse(byDefault, DEVELOPMENT);
    }
}
