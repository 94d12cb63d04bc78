package io.github.vertxregistry.http;

import io.github.vertxregistry.config.TlsConfig;

/**
 * One way of TLS.
 *
 * @param key where the configuration says it
 * @param tls what it says
 */
record TlsProfile(String key, TlsConfig tls) {
    /** None. */
    static final TlsProfile PLAIN = new TlsProfile("http", TlsConfig.defaults());
    /** For a host that the configuration says nothing about. */
    static final TlsProfile DEFAULT = new TlsProfile("https", TlsConfig.defaults());
}
