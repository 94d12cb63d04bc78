package io.github.vertxregistry.config;

import io.github.vertxregistry.model.Origin;
import java.util.List;

/**
 * One registry that a node knows.
 *
 * @param url its address, such as {@code http://localhost:15000}; {@link RegistriesConfig} checks it, which knows the id
 * @param tls its certificates and ours; by default what this JVM trusts and none of our own
 * @param proxy the proxy that it is reached through; null for {@code http.proxy}
 * @param concurrent requests to it that run at once at the most; null for {@code http.poolSize}
 * @param perSecond requests to it that are begun in a second at the most; null for any number
 * @param mirrors the addresses of registries that manifests and configs are read from first, in this order; none
 */
public record RegistryConfig(
        String url, TlsConfig tls, ProxyConfig proxy, Integer concurrent, Integer perSecond, List<String> mirrors) {
    private static final int MOST = 1_000;

    public RegistryConfig {
        tls = Check.orElse(tls, TlsConfig.defaults());
        Check.between("registries.known.*.concurrent", concurrent, 1, 1, MOST);
        Check.between("registries.known.*.perSecond", perSecond, 1, 1, MOST);
        mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
        mirrors.forEach(mirror -> Origin.of("registries.known.*.mirrors", mirror));
    }

    /** Returns a registry at that address with all defaults. */
    public static RegistryConfig at(String url) {
        return new RegistryConfig(url, null, null, null, null, null);
    }

    /** Returns the same with other certificates. */
    public RegistryConfig withTls(TlsConfig other) {
        return new RegistryConfig(url, other, proxy, concurrent, perSecond, mirrors);
    }

    /** Returns the same through another proxy. */
    public RegistryConfig withProxy(ProxyConfig other) {
        return new RegistryConfig(url, tls, other, concurrent, perSecond, mirrors);
    }

    /** Returns where requests to it go. */
    public Origin origin() {
        return Origin.of(url);
    }
}
