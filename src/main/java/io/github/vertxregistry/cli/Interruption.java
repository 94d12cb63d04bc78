package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a command end in order when the process is told to end (Ctrl-C, SIGTERM), or the thread that runs it is interrupted:
 * whatever the command waits for ends, and the process waits until the command has closed this.
 */
final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private volatile Duration longestEnd = Duration.ofSeconds(20);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "interruption");

    private Interruption() {}

    /** Watches from now on. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void askAndWait() {
        asked.complete(null);
        try {
            if (!ended.await(longestEnd.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the command did not end within {} s", longestEnd.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets how long the command may take to end once it is told to. */
    void allow(Duration longest) {
        longestEnd = longest;
    }

    /** Returns the result; throws its failure, or {@code CANCELLED} when told to end. */
    <R> R await(Future<R> future) {
        return await(future, () -> {}, Duration.ZERO);
    }

    /** Returns the result; when told to end runs {@code cancel}, and gives the result some time to come as it may. */
    <R> R await(Future<R> future, Runnable cancel) {
        return await(future, cancel, GRACE);
    }

    private <R> R await(Future<R> future, Runnable cancel, Duration grace) {
        CompletableFuture<R> result = future.toCompletionStage().toCompletableFuture();
        try {
            CompletableFuture.anyOf(result, asked).get();
        } catch (InterruptedException e) {
            asked.complete(null);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
        if (!result.isDone()) {
            cancel.run();
        }
        return resultWithin(grace, result);
    }

    private static <R> R resultWithin(Duration wait, CompletableFuture<R> result) {
        try {
            return result.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw RegistryException.of(FailureKind.CANCELLED, "the command was told to end")
                    .withCause(e);
        }
    }

    /** Returns when told to end. */
    void await() {
        try {
            asked.get();
        } catch (InterruptedException | ExecutionException e) {
            asked.complete(null);
        }
    }

    private static RegistryException failure(Throwable cause) {
        return cause instanceof RegistryException failure
                ? failure
                : RegistryException.of(FailureKind.INTERNAL, String.valueOf(cause))
                        .withCause(cause);
    }

    /** Tells that the command has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook is what has waited for this.
            return;
        }
    }
}
