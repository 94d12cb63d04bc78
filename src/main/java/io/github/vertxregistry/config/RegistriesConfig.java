package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
            check(byDefault);
        }
    }

    private static void check(String byDefault) {
        if (!Origin.isAddress(byDefault)) {
            throw RegistryException.badKey(
                            "registries.byDefault",
                            "is neither a URL nor the id of a known registry: '" + Names.shown(byDefault) + "'")
                    .withHint("add it to registries.known, or write a URL such as " + DEVELOPMENT);
        }
        Origin.of("key 'registries.byDefault'", byDefault);
    }

    private static void check(String id, RegistryConfig entry) {
        String key = "registries.known." + Names.shown(id) + ".url";
        if (entry == null || entry.url() == null) {
            throw RegistryException.badKey(key, "is missing");
        }
        Origin origin = Origin.of("key '" + key + "'", entry.url());
        if (!origin.tls() && !entry.tls().equals(TlsConfig.defaults())) {
            throw RegistryException.badKey(key, "is plain HTTP, which has no tls")
                    .withHint("write https:// there, or leave out tls");
        }
    }

    /** Returns the registries that are named here, mirrors among them. */
    public Set<Origin> origins() {
        Set<Origin> origins = new HashSet<>();
        for (RegistryConfig entry : known.values()) {
            origins.add(entry.origin());
            entry.mirrors().forEach(mirror -> origins.add(Origin.of(mirror)));
        }
        if (!known.containsKey(byDefault)) {
            origins.add(Origin.of(byDefault));
        }
        return origins;
    }
}
