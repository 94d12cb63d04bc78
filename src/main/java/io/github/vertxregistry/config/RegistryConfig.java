package io.github.vertxregistry.config;

import io.github.vertxregistry.model.Origin;

/**
 * One registry that a node knows.
 *
 * @param url its address, such as {@code http://localhost:15000}; {@link RegistriesConfig} checks it, which knows the id
 * @param tls its certificates and ours; by default what this JVM trusts and none of our own
 * @param proxy the proxy that it is reached through; null for {@code http.proxy}
 * @param concurrent requests to it that run at once at the most; null for {@code http.poolSize}
 * @param perSecond requests to it that are begun in a second at the most; null for any number
 */
public record RegistryConfig(String url, TlsConfig tls, ProxyConfig proxy, Integer concurrent, Integer perSecond) {
    private static final int MOST = 1_000;

    public RegistryConfig {
        tls = Check.orElse(tls, TlsConfig.defaults());
        Check.between("registries.known.*.concurrent", concurrent, 1, 1, MOST);
        Check.between("registries.known.*.perSecond", perSecond, 1, 1, MOST);
    }

    /** Returns a registry at that address with all defaults. */
    public static RegistryConfig at(String url) {
        return new RegistryConfig(url, null, null, null, null);
    }

    /** Returns the same with other certificates. */
    public RegistryConfig withTls(TlsConfig other) {
        return new RegistryConfig(url, other, proxy, concurrent, perSecond);
    }

    /** Returns the same through another proxy. */
    public RegistryConfig withProxy(ProxyConfig other) {
        return new RegistryConfig(url, tls, other, concurrent, perSecond);
    }

    /** Returns where requests to it go. */
    public Origin origin() {
        return Origin.of(url);
    }
}
