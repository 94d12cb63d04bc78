package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.config.TlsConfig;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Which way of TLS each host has, and what a client needs for it. A registry of the configuration has what is said there, any
 * other what lies for it in Docker's folder. Any thread may ask.
 */
final class TlsProfiles {
    private static final String FOLDER_KEY = "http.certsFolder";

    private final Vertx vertx;
    private final HttpConfig config;
    private final TlsFiles files;
    private final Map<Origin, TlsProfile> known = new HashMap<>();
    private final ConcurrentMap<Origin, Future<TlsProfile>> folders = new ConcurrentHashMap<>();

    TlsProfiles(Vertx vertx, HttpConfig config, Map<String, RegistryConfig> registries) {
        this.vertx = vertx;
        this.config = config;
        this.files = new TlsFiles(vertx);
        registries.forEach((id, registry) -> {
            TlsProfile profile = TlsProfile.of("registries.known." + id + ".tls", registry.tls());
            if (!profile.isDefault()) {
                known.put(registry.origin(), profile);
            }
        });
    }

    /** Returns all that the configuration has. */
    Collection<TlsProfile> configured() {
        return known.values();
    }

    Future<TlsProfile> of(Origin origin) {
        if (!origin.tls()) {
            return Future.succeededFuture(TlsProfile.PLAIN);
        }
        TlsProfile own = known.get(origin);
        return own != null ? Future.succeededFuture(own) : folders.computeIfAbsent(origin, this::inFolder);
    }

    private Future<TlsProfile> inFolder(Origin origin) {
        Path folder = Path.of(config.certsFolder()).toAbsolutePath().resolve(origin.authority());
        return vertx.fileSystem()
                .readDir(folder.toString())
                .map(TlsProfiles::inFolder)
                // A folder that is not there, or not for us to read, says nothing.
                .otherwise(TlsProfile.DEFAULT);
    }

    private static TlsProfile inFolder(List<String> names) {
        List<String> authorities =
                names.stream().filter(name -> name.endsWith(".crt")).sorted().toList();
        String cert = names.stream()
                .filter(name -> name.endsWith(".cert") && names.contains(key(name)))
                .min(String::compareTo)
                .orElse(null);
        TlsConfig tls = new TlsConfig(null, cert, cert == null ? null : key(cert), false, null);
        return cert == null && authorities.isEmpty()
                ? TlsProfile.DEFAULT
                : new TlsProfile(FOLDER_KEY, tls, authorities);
    }

    private static String key(String cert) {
        return cert.substring(0, cert.length() - ".cert".length()) + ".key";
    }

    /** Succeeds with a client's options; fails with {@code BAD_REQUEST} where a file is missing or of no use. */
    Future<ClientSSLOptions> load(TlsProfile profile) {
        ClientSSLOptions options = new ClientSSLOptions();
        options.setSslHandshakeTimeout(config.connectTimeoutMs()).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return files.own(profile.key(), profile.tls()).compose(own -> {
            options.setKeyCertOptions(own);
            return profile.tls().insecure()
                    ? Future.succeededFuture(options.setTrustAll(true).setHostnameVerificationAlgorithm(""))
                    : trust(profile)
                            .map(trust -> options.setTrustOptions(trust).setHostnameVerificationAlgorithm("HTTPS"));
        });
    }

    private Future<TrustOptions> trust(TlsProfile profile) {
        return files.trust(profile.key() + ".caFile", profile.authorities());
    }
}
