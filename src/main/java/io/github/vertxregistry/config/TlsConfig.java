package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;

/**
 * How a registry proves who it is over TLS, and we to it. Files are PEM; they are read when the toolkit is deployed.
 *
 * @param caFile the authorities that are trusted besides those that this JVM trusts, or null
 * @param certFile our own certificate, those that lead to its authority behind it, or null
 * @param keyFile its key, PKCS#8 or PKCS#1 and not encrypted; only together with {@code certFile}
 * @param insecure whether every certificate is believed, whoever made it and for whatever name; false
 * @param serverName the name that is asked for (RFC 6066, 3) and that the certificate must be for, in place of the host's
 */
public record TlsConfig(String caFile, String certFile, String keyFile, Boolean insecure, String serverName) {
    private static final String KEY = "registries.known.*.tls.";

    public TlsConfig {
        insecure = Check.orElse(insecure, false);
        if ((certFile == null) != (keyFile == null)) {
            throw RegistryException.badKey(
                            KEY + (certFile == null ? "certFile" : "keyFile"),
                            "is missing: a certificate and its key go together")
                    .withHint("give both, or neither");
        }
        if (insecure && (caFile != null || serverName != null)) {
            throw RegistryException.badKey(KEY + "insecure", "contradicts caFile and serverName: nothing is checked")
                    .withHint("leave out insecure");
        }
    }

    /** Returns the defaults: what this JVM trusts, and no certificate of our own. */
    public static TlsConfig defaults() {
        return new TlsConfig(null, null, null, null, null);
    }
}
