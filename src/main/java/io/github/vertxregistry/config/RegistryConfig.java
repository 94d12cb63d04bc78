package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;

/**
 * One registry that a node knows.
 *
 * @param url its address, such as {@code http://localhost:15000}
 * @param tls its certificates and ours; by default what this JVM trusts and none of our own
 */
public record RegistryConfig(String url, TlsConfig tls) {
    public RegistryConfig {
        if (url == null) {
            throw RegistryException.badField("registries.known.*.url", "is missing");
        }
        tls = Check.orElse(tls, TlsConfig.defaults());
    }

    /** Returns a registry at that address with all defaults. */
    public static RegistryConfig at(String url) {
        return new RegistryConfig(url, null);
    }

    /** Returns the same with other certificates. */
    public RegistryConfig withTls(TlsConfig other) {
        return new RegistryConfig(url, other);
    }

    /** Returns where requests to it go. */
    public Origin origin() {
        return Origin.of(url);
    }
}
