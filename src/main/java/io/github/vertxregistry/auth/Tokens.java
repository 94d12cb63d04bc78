package io.github.vertxregistry.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that we have, by registry, token server, identity and scopes: each is got once, whoever waits for it, and anew
 * shortly before it expires or when the registry has refused it. Any thread may ask.
 */
final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final int MOST = 1_000;

    private final Function<TokenRequest, Future<Token>> server;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<TokenRequest, Slot> slots = new ConcurrentHashMap<>();

    Tokens(Function<TokenRequest, Future<Token>> server, LongSupplier nanoClock) {
        this.server = server;
        this.nanoClock = nanoClock;
    }

    /** Compared by identity: a promise of a token that is on its way, or was got. */
    private static final class Slot {
        final Promise<Token> token = Promise.promise();

        boolean isUsable(long nowNs) {
            Future<Token> future = token.future();
            return !future.isComplete()
                    || (future.succeeded() && future.result().isFresh(nowNs));
        }

        boolean holds(String value) {
            Future<Token> future = token.future();
            return future.succeeded() && future.result().value().equals(value);
        }

        boolean isNarrowerThan(TokenRequest request) {
            return !token.future().result().granted().covers(request.scopes());
        }

        Optional<Token> fresh(long nowNs) {
            Future<Token> future = token.future();
            return future.succeeded() && future.result().isFresh(nowNs)
                    ? Optional.of(future.result())
                    : Optional.empty();
        }
    }

    /** Succeeds with a token that is good for the request; fails as {@link TokenServer#get}. */
    Future<Token> get(TokenRequest request) {
        long nowNs = nanoClock.getAsLong();
        Slot mine = new Slot();
        Slot known = slots.get(request);
        if (known == null || !known.isUsable(nowNs)) {
            Optional<Token> wider = wider(request, nowNs);
            if (wider.isPresent()) {
                return Future.succeededFuture(wider.get());
            }
        }
        Slot counting = slots.compute(request, (key, old) -> old != null && old.isUsable(nowNs) ? old : mine);
        if (counting == mine) {
            makeRoom(nowNs);
            LOG.debug("gets a token: {}", request);
            server.apply(request)
                    .onFailure(cause -> slots.remove(request, mine))
                    .onComplete(mine.token);
        }
        return counting.token.future();
    }

    /** A token that may do more does it as well: after a push nobody needs another one for a pull. */
    private Optional<Token> wider(TokenRequest request, long nowNs) {
        return slots.entrySet().stream()
                .filter(slot -> slot.getKey().isLike(request))
                .map(slot -> slot.getValue().fresh(nowNs))
                .flatMap(Optional::stream)
                .filter(token -> token.granted().covers(request.scopes()))
                .findFirst();
    }

    /**
     * The registry has refused a token. Returns whether another one is worth a try: not where the token server had refused
     * some of the scopes, since the next token would be no better.
     */
    boolean refused(TokenRequest request, String value) {
        List<Map.Entry<TokenRequest, Slot>> holders = slots.entrySet().stream()
                .filter(slot -> slot.getValue().holds(value))
                .toList();
        boolean again = holders.stream().noneMatch(slot -> slot.getValue().isNarrowerThan(request));
        if (again) {
            holders.forEach(slot -> slots.remove(slot.getKey(), slot.getValue()));
        }
        return again;
    }

    private void makeRoom(long nowNs) {
        if (slots.size() <= MOST) {
            return;
        }
        slots.values().removeIf(slot -> !slot.isUsable(nowNs));
        slots.entrySet().stream()
                .filter(slot -> slot.getValue().token.future().succeeded())
                .min(Comparator.comparing(
                        slot -> slot.getValue().token.future().result().renewNs()))
                .map(Map.Entry::getKey)
                .ifPresent(slots::remove);
    }
}
