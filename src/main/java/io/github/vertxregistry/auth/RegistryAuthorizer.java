package io.github.vertxregistry.auth;

import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Authorizer;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Answers registries' challenges: with nothing, Basic, or a token. What a registry wants is learnt from its first 401 for a
 * repository and given with every request after it. Shared by a node's verticles; each is answered on its own context.
 */
public final class RegistryAuthorizer implements Authorizer {
    private static final int MOST_OFFERS = 1_000;
    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final Identities identities;
    private final TokenServer server;
    private final Tokens tokens;
    private final Realm realm;
    private final ConcurrentMap<Place, Offer> offers = new ConcurrentHashMap<>();

    /**
     * Creates one for a node.
     *
     * @param config where credentials are found
     * @param configured the registries that the configuration names
     * @param env the environment's variables
     * @param sender what requests for tokens go through; it has no authorizer of its own
     */
    public RegistryAuthorizer(
            Vertx vertx, CredentialsConfig config, Set<Origin> configured, Map<String, String> env, HttpSender sender) {
        LongSupplier clock = System::nanoTime;
        this.vertx = vertx;
        this.identities = new Identities(vertx, new CredentialSources(config, configured, env), clock);
        this.server = new TokenServer(sender, clock);
        this.tokens = new Tokens(server::get, clock);
        this.realm = new Realm(RegistryAuthorizer::addresses);
    }

    /** What a registry's offer holds for: some have a token server for each repository. */
    private record Place(Origin registry, String repository) {}

    /** What a request needs of which registry. */
    private record Asked(Origin registry, ScopeSet scopes) {
        static Asked by(HttpCall call) {
            return new Asked(call.registry(), ScopeSet.of(call.scopes()));
        }

        String repository() {
            return scopes.repository();
        }

        Place place() {
            return new Place(registry, repository());
        }
    }

    @Override
    public Future<Optional<String>> authorization(HttpCall call, Task task) {
        Asked asked = Asked.by(call);
        Offer offer = call.isToRegistry() ? offers.get(asked.place()) : null;
        if (offer == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Waiting waiting = new Waiting(vertx, task);
        return waiting.on(identities.of(asked.registry, asked.repository()))
                .compose(identity -> given(asked, offer, identity, waiting));
    }

    /**
     * Succeeds with an identity token that may be kept in the place of the password that we have for a registry; with nothing
     * where it has shown no token server, or that gives none. It has been asked before, so that it is known what it wants.
     */
    public Future<Optional<String>> identityToken(Origin registry, Task task) {
        Offer offer = offers.get(new Place(registry, ""));
        if (offer == null || offer.isBasic()) {
            return Future.succeededFuture(Optional.empty());
        }
        Waiting waiting = new Waiting(vertx, task);
        return waiting.on(identities.of(registry, ""))
                .map(identity -> offer.request(registry, identity, ScopeSet.NONE))
                .compose(request -> request.hasPassword()
                        ? waiting.on(server.identityToken(request))
                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<String>> given(Asked asked, Offer offer, Identity identity, Waiting waiting) {
        if (offer.isBasic()) {
            return Future.succeededFuture(basic(identity));
        }
        if (hasRegistryToken(identity)) {
            return Future.succeededFuture(
                    Optional.of(BEARER + identity.credentials().secret()));
        }
        return waiting.on(tokens.get(offer.request(asked.registry, identity, asked.scopes)))
                .map(token -> Optional.of(BEARER + token.value()));
    }

    private static Optional<String> basic(Identity identity) {
        boolean password = !identity.isAnonymous() && identity.credentials().is(Credentials.Kind.PASSWORD);
        return password ? Optional.of(identity.credentials().basic()) : Optional.empty();
    }

    private static boolean hasRegistryToken(Identity identity) {
        return !identity.isAnonymous() && identity.credentials().is(Credentials.Kind.REGISTRY_TOKEN);
    }

    @Override
    public Future<Boolean> challenged(HttpCall call, Optional<String> sent, HttpAnswer answer, Task task) {
        if (!call.isToRegistry()) {
            return Future.succeededFuture(false);
        }
        Asked asked = Asked.by(call);
        Waiting waiting = new Waiting(vertx, task);
        List<Challenge> offered = ChallengeParser.parse(answer.headers().getAll("WWW-Authenticate"));
        Optional<Challenge> challenge = Challenge.best(offered);
        return waiting.on(identities.of(asked.registry, asked.repository())).compose(identity -> {
            if (challenge.isEmpty()) {
                return call.scopes().isEmpty()
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(Refused.unknown(call.registry(), offered, answer.failure()));
            }
            return waiting.on(offer(call, asked, challenge.get()))
                    .compose(offer -> answered(call, asked, offer, identity, sent, answer, waiting));
        });
    }

    private Future<Offer> offer(HttpCall call, Asked asked, Challenge challenge) {
        if (challenge.is(Challenge.BASIC)) {
            return Future.succeededFuture(remember(asked, new Offer(challenge, null, ScopeSet.NONE)));
        }
        ScopeSet named = ScopeSet.ofParameter(challenge.parameter("scope").orElse(""));
        ScopeSet besides = asked.scopes.covers(named) ? ScopeSet.NONE : named;
        String where = challenge.parameter("realm").orElseThrow();
        return vertx.executeBlocking(() -> realm.check(call.registry(), call.uri(), where), false)
                .map(place -> remember(asked, new Offer(challenge, place, besides)));
    }

    private Offer remember(Asked asked, Offer offer) {
        if (offers.size() >= MOST_OFFERS) {
            offers.clear();
        }
        // What was found to be needed besides stays so, as long as the token server is the same.
        return offers.merge(asked.place(), offer, (old, anew) -> anew.with(old));
    }

    /** Whether there is something else to be sent than what was refused. */
    private Future<Boolean> answered(
            HttpCall call,
            Asked asked,
            Offer offer,
            Identity identity,
            Optional<String> sent,
            HttpAnswer answer,
            Waiting waiting) {
        boolean wantsToken = !offer.isBasic() && !hasRegistryToken(identity);
        if (wantsToken) {
            TokenRequest request = offer.request(asked.registry, identity, asked.scopes);
            boolean stale = sent.filter(value -> value.startsWith(BEARER)).isPresent();
            if (stale && !tokens.refused(request, sent.get().substring(BEARER.length()))) {
                return refusing(call, answer, identity);
            }
            return waiting.on(tokens.get(request))
                    .map(true)
                    .recover(cause -> isAskedWhetherItIsThere(call, identity, cause)
                            ? Future.succeededFuture(false)
                            : forgetting(asked, identity, cause));
        }
        return given(asked, offer, identity, waiting).compose(now -> {
            if (now.isPresent() && !now.equals(sent)) {
                return Future.succeededFuture(true);
            }
            // Somebody may have logged in anew since they were looked up.
            identities.forget(asked.registry, asked.repository(), identity);
            return waiting.on(identities.of(asked.registry, asked.repository()))
                    .compose(anew ->
                            anew.equals(identity) ? refusing(call, answer, identity) : Future.succeededFuture(true));
        });
    }

    private <T> Future<T> forgetting(Asked asked, Identity identity, Throwable cause) {
        identities.forget(asked.registry, asked.repository(), identity);
        return Future.failedFuture(cause);
    }

    /** A ping asks whether a registry is there, which one that wants to know who we are is. */
    private static boolean isAskedWhetherItIsThere(HttpCall call, Identity identity, Throwable cause) {
        return call.scopes().isEmpty()
                && identity.isAnonymous()
                && cause instanceof RegistryException failure
                && (failure.kind() == FailureKind.UNAUTHORIZED || failure.kind() == FailureKind.DENIED);
    }

    @Override
    public Future<HttpAnswer> refused(HttpCall call, HttpAnswer answer, Task task) {
        Asked asked = Asked.by(call);
        return new Waiting(vertx, task)
                .on(identities.of(asked.registry, asked.repository()))
                .compose(identity -> Future.failedFuture(Refused.of(call.registry(), identity, answer.failure())));
    }

    private static Future<Boolean> refusing(HttpCall call, HttpAnswer answer, Identity identity) {
        if (call.scopes().isEmpty() && identity.isAnonymous()) {
            return Future.succeededFuture(false);
        }
        return Future.failedFuture(Refused.of(call.registry(), identity, answer.failure()));
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
