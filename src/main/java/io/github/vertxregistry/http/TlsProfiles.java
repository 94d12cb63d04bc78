package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes of what the configuration says about TLS what a client needs. */
final class TlsProfiles {
    private final HttpConfig config;
    private final TlsFiles files;

    TlsProfiles(Vertx vertx, HttpConfig config) {
        this.config = config;
        this.files = new TlsFiles(vertx);
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
        String caFile = profile.tls().caFile();
        return files.trust(profile.key() + ".caFile", caFile == null ? List.of() : List.of(caFile));
    }
}
