package io.github.vertxregistry.auth;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Gets tokens. A redirect is never followed, since credentials would go along. Where the scope of a mount's source is the
 * reason of a refusal, the token is asked for again without it.
 */
final class TokenServer {
    private static final int MAX_BYTES = 128 << 10;
    private static final int MOST_IDENTITIES = 1_000;

    private final HttpSender sender;
    private final LongSupplier nanoClock;
    /** RFC 6749, 6: a server may give another refresh token, which takes the place of the one before. */
    private final ConcurrentMap<Identity, String> refreshTokens = new ConcurrentHashMap<>();

    TokenServer(HttpSender sender, LongSupplier nanoClock) {
        this.sender = sender;
        this.nanoClock = nanoClock;
    }

    /** Succeeds with a token; fails with {@code UNAUTHORIZED} where the server refuses who we are, or as a request does. */
    Future<Token> get(TokenRequest request) {
        return ask(request).compose(answer -> {
            ScopeSet fewer = request.scopes().withoutSources();
            if (answer.is(400, 401, 403) && !fewer.equals(request.scopes())) {
                TokenRequest without = request.withScopes(fewer);
                return ask(without).map(second -> read(without, second));
            }
            return Future.succeededFuture(read(request, answer));
        });
    }

    /** Succeeds with an identity token that may take a password's place, or with nothing where the server gives none. */
    Future<Optional<String>> identityToken(TokenRequest request) {
        return send(request.getOffline())
                .compose(asked -> asked.is(405) ? send(request.postPasswordOffline()) : Future.succeededFuture(asked))
                .map(asked -> Optional.ofNullable(read(request, asked).refreshToken()));
    }

    private record Asked(HttpAnswer answer, long askedNs) {
        boolean is(int... statuses) {
            return answer.is(statuses);
        }
    }

    private Future<Asked> ask(TokenRequest request) {
        if (request.hasIdentityToken()) {
            String token = refreshTokens.getOrDefault(
                    request.identity(), request.identity().credentials().secret());
            return send(request.postRefreshToken(token));
        }
        return send(request.get())
                .compose(asked -> asked.is(405) && request.hasPassword()
                        ? send(request.postPassword())
                        : Future.succeededFuture(asked));
    }

    private Future<Asked> send(HttpCall call) {
        long askedNs = nanoClock.getAsLong();
        return sender.fetchHere(call, MAX_BYTES, Task.unwatched())
                .map(answer -> new Asked(answer, askedNs))
                .recover(cause -> Future.failedFuture(tooLong(call, cause)));
    }

    private static Throwable tooLong(HttpCall call, Throwable cause) {
        return cause instanceof RegistryException failure && failure.kind() == FailureKind.LIMIT_EXCEEDED
                ? RegistryException.of(FailureKind.LIMIT_EXCEEDED, failure.getMessage())
                        .withHint("is there a token server at " + call.origin() + "?")
                : cause;
    }

    private Token read(TokenRequest request, Asked asked) {
        HttpAnswer answer = asked.answer;
        if (answer.status() >= 300 && answer.status() < 400) {
            throw answer.senseless("the token server redirects elsewhere, where no credentials are sent");
        }
        if (answer.is(400, 401, 403)) {
            throw refused(request, Secrets.unechoed(answer, request.identity(), refreshTokens.get(request.identity())));
        }
        if (!answer.is(200)) {
            throw Secrets.unechoed(answer, request.identity(), refreshTokens.get(request.identity()))
                    .failure();
        }
        Token token = Token.read(answer, request.scopes(), asked.askedNs);
        if (request.hasIdentityToken() && token.refreshToken() != null) {
            if (refreshTokens.size() >= MOST_IDENTITIES) {
                refreshTokens.clear();
            }
            refreshTokens.put(request.identity(), token.refreshToken());
        }
        return token;
    }

    private static RegistryException refused(TokenRequest request, HttpAnswer answer) {
        RegistryException words = answer.failure();
        return Refused.of(request.registry(), request.identity(), words);
    }
}
