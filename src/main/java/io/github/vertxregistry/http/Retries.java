package io.github.vertxregistry.http;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step, and the one place, that tries again what failed, as the {@link RetryPolicy} and the budget of the host allow. A
 * loop on one Promise, so that nothing grows with the number of tries.
 */
final class Retries<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final Vertx vertx;
    private final RetryPolicy policy;
    private final HostState host;
    private final Origin origin;
    private final Task task;
    private final Attempt<T> attempt;
    private final Promise<T> done = Promise.promise();
    private int tries;
    private int silent;

    private Retries(Vertx vertx, RetryPolicy policy, Hosts hosts, Origin origin, Task task, Attempt<T> attempt) {
        this.vertx = vertx;
        this.policy = policy;
        this.host = hosts.of(origin);
        this.origin = origin;
        this.task = task;
        this.attempt = attempt;
    }

    /** Succeeds as the first try that does; fails as the last one. */
    static <T> Future<T> run(
            Vertx vertx, RetryPolicy policy, Hosts hosts, Origin origin, Task task, Attempt<T> attempt) {
        Retries<T> retries = new Retries<>(vertx, policy, hosts, origin, task, attempt);
        retries.next();
        return retries.done.future();
    }

    private void next() {
        Future<T> outcome;
        try {
            task.check();
            outcome = attempt.run();
        } catch (RuntimeException e) {
            outcome = Future.failedFuture(e);
        }
        outcome.onComplete(done::complete, this::failed);
    }

    private void failed(Throwable cause) {
        if (!(cause instanceof RegistryException failure) || task.isStopped()) {
            done.fail(task.isStopped() ? task.stopReason() : cause);
            return;
        }
        boolean moved = attempt.hasMoved();
        tries = moved ? 1 : tries + 1;
        silent = (moved ? 0 : silent) + (RetryPolicy.isSilence(failure) ? 1 : 0);
        OptionalLong wait =
                attempt.mayRepeat(failure) ? policy.waitAfter(tries, silent, failure) : OptionalLong.empty();
        boolean isThere = host.hasAnswered() || !TransportFailure.isOfConnecting(failure);
        if (wait.isEmpty() || !isThere || !(moved || host.takeRetry())) {
            done.fail(cause);
            return;
        }
        LOG.debug("{} {}: again in {} ms: {}", task.id(), origin, wait.getAsLong(), failure.getMessage());
        Pause.of(vertx, wait.getAsLong(), task).onComplete(over -> next(), done::fail);
    }
}
