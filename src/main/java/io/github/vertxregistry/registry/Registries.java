package io.github.vertxregistry.registry;

import io.github.vertxregistry.auth.RegistryAuthorizer;
import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Authorizer;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The registries that a node may speak to, and the one pool of connections to them. Shared by the node's verticles. */
public final class Registries {
    private static final int MOST_SHOWN = 10;

    private final RegistriesConfig config;
    private final HttpConfig http;
    private final HttpSender tokens;
    private final HttpSender sender;
    private final RegistryAuthorizer authorizer;
    private final UploadLog uploads;
    private final boolean allowUnknown;

    /** Opens the pool; {@link #close()} closes it. */
    public Registries(
            Vertx vertx, RegistriesConfig config, CredentialsConfig credentials, HttpConfig http, String userAgent) {
        this(vertx, config, credentials, http, userAgent, UploadLog.NONE);
    }

    /** Opens the pool; {@code uploads} is told of upload sessions. */
    public Registries(
            Vertx vertx,
            RegistriesConfig config,
            CredentialsConfig credentials,
            HttpConfig http,
            String userAgent,
            UploadLog uploads) {
        this.uploads = uploads;
        this.config = config;
        this.http = http;
        // A pool of their own: a request that has taken its turn may wait for a token.
        this.tokens = new HttpSender(vertx, http, config.known(), userAgent, Authorizer.NONE);
        this.authorizer = new RegistryAuthorizer(vertx, credentials, config.origins(), System.getenv(), tokens);
        this.sender = new HttpSender(vertx, http, config.known(), userAgent, authorizer);
        this.allowUnknown = config.allowUnknown() == null ? !vertx.isClustered() : config.allowUnknown();
    }

    /**
     * Returns, for one operation, the registry that a message names: by the id of a known one, by its URL, or, with null, the default one. Throws
     * {@code DENIED} where it is none of the known and only those are allowed, {@code BAD_REQUEST} where it is no address.
     */
    public Registry find(String registry, Task task) {
        String wanted = registry == null ? config.byDefault() : registry;
        RegistryConfig known = config.known().get(wanted);
        if (known == null) {
            if (!Origin.isAddress(wanted)) {
                throw notConfigured(wanted);
            }
            Origin origin = Origin.of(wanted);
            known = config.known().values().stream()
                    .filter(entry -> entry.origin().equals(origin))
                    .findFirst()
                    .orElse(null);
        }
        if (known == null && registry != null && !allowUnknown) {
            throw RegistryException.of(
                            FailureKind.DENIED, "registry '" + Names.shown(registry) + "' is none that this node knows")
                    .withHint("add it to registries.known of the configuration, or set registries.allowUnknown");
        }
        return known == null
                ? new Registry(Origin.of(wanted), List.of(), sender, http, uploads, task)
                : new Registry(known.origin(), mirrors(known), sender, http, uploads, task);
    }

    private static List<Origin> mirrors(RegistryConfig registry) {
        return registry.mirrors().stream().map(Origin::of).toList();
    }

    /**
     * Asks a registry who we are, and its token server for an identity token that may be kept in the place of the password that we
     * have; succeeds with nothing where it gives none.
     */
    public Future<Optional<String>> identityToken(String registry, Task task) {
        Registry asked = find(registry, task);
        return asked.ping().ask().compose(sign -> authorizer.identityToken(asked.origin(), task));
    }

    /**
     * Reads the certificates and keys that the configuration names; fails with {@code BAD_REQUEST}, the key and the file where
     * one is missing or of no use.
     */
    public Future<Void> check() {
        return sender.check();
    }

    /**
     * Has so many nodes share the limits that registries have of their own: each takes its part, one request at once at least.
     *
     * @param nodes how many, this one included
     */
    public void share(int nodes) {
        sender.share(nodes);
        tokens.share(nodes);
    }

    private RegistryException notConfigured(String id) {
        String known =
                config.known().keySet().stream().sorted().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return RegistryException.of(FailureKind.BAD_REQUEST, "no registry '" + Names.shown(id) + "' is configured")
                .withHint((known.isEmpty() ? "none is configured by an id" : "configured are " + known)
                        + "; any other is named by its URL, such as http://localhost:15000");
    }

    /** Closes all connections. */
    public Future<Void> close() {
        return Future.join(sender.close(), tokens.close()).mapEmpty();
    }
}
