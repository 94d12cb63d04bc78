package io.github.vertxregistry.http;

import io.github.vertxregistry.config.TlsConfig;
import java.util.List;

/**
 * One way of TLS.
 *
 * @param key where the configuration says it
 * @param tls what it says, but for the authorities
 * @param authorities the files of those that are trusted besides
 */
record TlsProfile(String key, TlsConfig tls, List<String> authorities) {
    /** None. */
    static final TlsProfile PLAIN = of("http", TlsConfig.defaults());
    /** For a host that the configuration says nothing about. */
    static final TlsProfile DEFAULT = of("https", TlsConfig.defaults());

    static TlsProfile of(String key, TlsConfig tls) {
        return new TlsProfile(key, tls, tls.caFile() == null ? List.of() : List.of(tls.caFile()));
    }

    boolean isDefault() {
        return tls.equals(TlsConfig.defaults()) && authorities.isEmpty();
    }
}
