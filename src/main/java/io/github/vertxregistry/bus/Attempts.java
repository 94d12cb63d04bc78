package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Operation;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A long request that another node may be given when the one that took it has died, under an id of its own each time: the
 * first may be alive and cut off.
 */
final class Attempts<R> implements Call.Sending {
    private static final int MOST = 4;
    private static final Set<FailureKind> GONE = Set.of(FailureKind.NODE_LOST, FailureKind.SHUTTING_DOWN);

    private final String operationId;
    private final boolean repeatable;
    private final BiFunction<String, Call<R>, Future<R>> send;
    private final Consumer<String> cancel;
    private volatile int attempt;
    private volatile Call<R> call;

    /**
     * Creates the request.
     *
     * @param repeatable whether more than one node may be given it
     * @param send sends it under an id, and returns its answer
     * @param cancel tells every node to stop the one of an id
     */
    Attempts(
            String operationId,
            boolean repeatable,
            BiFunction<String, Call<R>, Future<R>> send,
            Consumer<String> cancel) {
        this.operationId = operationId;
        this.repeatable = repeatable;
        this.send = send;
        this.cancel = cancel;
    }

    /** Returns whether another node may do what this failure has ended. */
    static boolean mayRepeat(Operation<?, ?> operation, Throwable cause) {
        return operation.isRepeatable() && isGone(cause);
    }

    private static boolean isGone(Throwable cause) {
        return cause instanceof RegistryException failure && GONE.contains(failure.kind());
    }

    /** Sends it for the first time. */
    void start(Call<R> started) {
        call = started;
        next();
    }

    @Override
    public boolean again() {
        if (!repeatable || attempt >= MOST) {
            return false;
        }
        cancel.accept(id(attempt));
        next();
        return true;
    }

    @Override
    public void cancel() {
        for (int i = 1; i <= attempt; i++) {
            cancel.accept(id(i));
        }
    }

    private void next() {
        int number = attempt + 1;
        attempt = number;
        send.apply(id(number), call).onComplete(outcome -> ended(number, outcome));
    }

    /** The first success counts; what fails after it was given up says nothing. */
    private void ended(int number, AsyncResult<R> outcome) {
        boolean current = number == attempt;
        if (outcome.succeeded() || (current && !(isGone(outcome.cause()) && again()))) {
            call.end(outcome);
        }
    }

    private String id(int number) {
        return number == 1 ? operationId : operationId + "." + number;
    }
}
