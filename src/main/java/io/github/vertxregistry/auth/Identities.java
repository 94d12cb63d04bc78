package io.github.vertxregistry.auth;

import io.github.vertxregistry.model.Origin;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who we are to each repository: looked up on a worker, remembered for ten minutes, or until a registry refuses it. Who asks
 * while a look-up runs waits for that one. Any thread may ask.
 */
final class Identities {
    private static final long MEMORY_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int MOST = 1_000;

    private final Vertx vertx;
    private final CredentialSources sources;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<Key, Found> found = new ConcurrentHashMap<>();

    Identities(Vertx vertx, CredentialSources sources, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.sources = sources;
        this.nanoClock = nanoClock;
    }

    private record Key(Origin registry, String repository) {}

    /** Compared by identity: a look-up that runs, or has ended. */
    private static final class Found {
        final Promise<Identity> identity = Promise.promise();
        final long sinceNs;

        Found(long sinceNs) {
            this.sinceNs = sinceNs;
        }

        boolean isFresh(long nowNs) {
            return nowNs - sinceNs < MEMORY_NS && !identity.future().failed();
        }
    }

    /** Succeeds with who we are; fails with {@code UNAUTHORIZED} where a file, a variable or a helper is of no use. */
    Future<Identity> of(Origin registry, String repository) {
        if (found.size() >= MOST) {
            found.clear();
        }
        long nowNs = nanoClock.getAsLong();
        Found mine = new Found(nowNs);
        Found counting = found.compute(
                new Key(registry, repository), (key, old) -> old != null && old.isFresh(nowNs) ? old : mine);
        if (counting == mine) {
            vertx.executeBlocking(() -> sources.find(registry, repository), false)
                    .onComplete(mine.identity);
        }
        return counting.identity.future();
    }

    /** Lets the next one look it up anew, unless somebody has done so since this one was found. */
    void forget(Origin registry, String repository, Identity refused) {
        found.computeIfPresent(new Key(registry, repository), (key, old) -> {
            Future<Identity> known = old.identity.future();
            return known.succeeded() && known.result().equals(refused) ? null : old;
        });
    }
}
