package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
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
        known = known == null ? Map.of() : known;
        known.forEach(RegistriesConfig::check);
        known = Map.copyOf(known);
        byDefault = Check.orElse(byDefault, DEVELOPMENT);
        if (!known.containsKey(byDefault)) {
            Origin.of("registries.byDefault", byDefault);
        }
    }

    private static void check(String id, RegistryConfig entry) {
        String key = "registries.known." + Names.shown(id) + ".url";
        if (entry == null) {
            throw RegistryException.badField(key, "is missing");
        }
        Origin origin = Origin.of(key, entry.url());
        if (!origin.tls() && !entry.tls().equals(TlsConfig.defaults())) {
            throw RegistryException.badField(key, "is plain HTTP, which has no tls")
                    .withHint("write https:// there, or leave out tls");
        }
    }
}
