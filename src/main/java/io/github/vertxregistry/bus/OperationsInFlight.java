package io.github.vertxregistry.bus;

import io.github.vertxregistry.config.OperationsConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Headers;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.OperationStatus;
import io.github.vertxregistry.model.Names;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What runs on a node, and what has lately ended: deadlines, beats, cancellation and the orderly end. Its timers run on the
 * event loop that {@link #start()} was called on, since a worker that blocks can answer nothing.
 */
public final class OperationsInFlight {
    private static final long CANCEL_MEMORY_MS = 30_000;
    private static final int MOST_ENDED = 500;
    private static final int MOST_REMEMBERED = 10_000;

    private final Vertx vertx;
    private final OperationsConfig config;
    private final ConcurrentMap<String, RunningOperation> operations = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> cancelledBefore = new ConcurrentHashMap<>();
    private final Set<Future<?>> atWork = ConcurrentHashMap.newKeySet();
    private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    private final AtomicReference<Promise<Void>> closing = new AtomicReference<>();
    private volatile Context context;
    private long beatTimer;

    /** Creates the table; nothing beats before {@link #start()}. */
    public OperationsInFlight(Vertx vertx, OperationsConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Starts beats and deadlines on the calling event loop. */
    public void start() {
        context = vertx.getOrCreateContext();
        beatTimer = vertx.setPeriodic(config.beatMs(), id -> tick());
    }

    /** Returns whether this node does such operations at all. */
    boolean allows(Operation<?, ?> operation) {
        return config.changes() || !operation.changes();
    }

    void add(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    /** Opens an operation; fails with {@code CONFLICT} where its id is in use, {@code CANCELLED}, {@code SHUTTING_DOWN}. */
    RunningOperation open(String id, Operation<?, ?> operation, String progressAddress, boolean accepted) {
        RunningOperation running = new RunningOperation(id, operation, vertx.eventBus(), progressAddress, accepted);
        if (closing.get() != null) {
            throw shuttingDown();
        }
        RunningOperation other = operations.putIfAbsent(id, running);
        if (other != null) {
            throw RegistryException.of(
                            FailureKind.CONFLICT,
                            "header '" + Headers.OPERATION_ID + "': '" + id + "' is in use, or lately was")
                    .withHint("choose a new id for each operation, or leave out the header");
        }
        if (operation.pace() == Operation.Pace.SHORT) {
            running.onEnd(() -> operations.remove(id));
        }
        if (cancelledBefore.remove(id) != null) {
            running.task().cancel();
        }
        return running;
    }

    /** Runs the code on the event loop. */
    public void onLoop(Runnable code) {
        context.runOnContext(v -> code.run());
    }

    /** Runs the code on the event loop after that many milliseconds. */
    void after(long delayMs, Runnable code) {
        context.runOnContext(v -> vertx.setTimer(Math.max(1, delayMs), id -> code.run()));
    }

    /**
     * Has the end wait for what blocks a worker's thread: that is there for a moment longer than it takes to answer, and a pool that
     * is closed meanwhile refuses to be told of its end.
     */
    void working(Future<?> work) {
        atWork.add(work);
        work.onComplete(done -> atWork.remove(work));
    }

    /** Returns how many operations run, without what the node's own verticles ask each other. */
    public int running() {
        return (int) operations.values().stream()
                .filter(running -> running.isShown() && !running.hasEnded())
                .count();
    }

    /** Stops an operation; an id that is not known yet is remembered for 30 seconds. */
    public void cancel(String id) {
        if (!RequestHeaders.isOperationId(id)) {
            return;
        }
        RunningOperation running = operations.get(id);
        if (running == null && cancelledBefore.size() < MOST_REMEMBERED) {
            cancelledBefore.put(id, System.nanoTime());
            // It may have been opened between the two lines above.
            running = operations.get(id);
        }
        if (running != null) {
            cancelledBefore.remove(id);
            running.task().cancel();
        }
    }

    /**
     * Returns how all operations stand, the latest first, without their outcomes. What the node's own verticles ask each
     * other is a part of an operation that is listed, and is left out.
     */
    public List<OperationStatus> list() {
        return operations.values().stream()
                .filter(RunningOperation::isShown)
                .map(RunningOperation::shortStatus)
                .sorted(Comparator.comparing(OperationStatus::startedAt).reversed())
                .toList();
    }

    /** Returns how one operation stands; fails with {@code NOT_FOUND}. */
    public OperationStatus get(String id) {
        RunningOperation running = operations.get(id);
        if (running == null || !running.isShown()) {
            throw RegistryException.of(
                            FailureKind.NOT_FOUND,
                            "no operation '" + Names.shown(id) + "' runs or has lately ended here")
                    .withHint("operations that have ended are forgotten after " + config.retainMs() + " ms");
        }
        return running.status();
    }

    /**
     * Ends it all in order: takes no more requests, lets what runs finish for the drain timeout, then stops it with {@code
     * SHUTTING_DOWN}. Called by each verticle that stops; the first call does it, all wait for it.
     */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        Promise<Void> first = closing.compareAndExchange(null, done);
        if (first != null) {
            return first.future();
        }
        List<Future<Void>> unregistered = new ArrayList<>();
        endpoints.forEach(endpoint -> unregistered.add(endpoint.unregister()));
        Future.join(unregistered).onComplete(all -> context.runOnContext(v -> drain(System.nanoTime(), done)));
        return done.future();
    }

    private void drain(long sinceNs, Promise<Void> done) {
        List<RunningOperation> left =
                operations.values().stream().filter(op -> !op.hasEnded()).toList();
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
        boolean late = waitedMs >= config.drainTimeoutMs();
        if (late) {
            left.forEach(running -> running.task().stop(shuttingDown()));
        }
        boolean over = left.isEmpty() && atWork.isEmpty();
        if (over || waitedMs >= config.drainTimeoutMs() + Endpoint.STOP_GRACE_MS * 2) {
            vertx.cancelTimer(beatTimer);
            done.complete();
        } else {
            vertx.setTimer(20, id -> drain(sinceNs, done));
        }
    }

    private void tick() {
        operations.values().forEach(RunningOperation::beat);
        forget();
    }

    private void forget() {
        operations.values().removeIf(op -> op.hasEnded() && op.endedBeforeMs() > config.retainMs());
        operations.entrySet().stream()
                .filter(entry -> entry.getValue().hasEnded())
                .sorted(Comparator.comparing(entry -> entry.getValue().endedBeforeMs()))
                .skip(MOST_ENDED)
                .forEach(entry -> operations.remove(entry.getKey()));
        long now = System.nanoTime();
        cancelledBefore.values().removeIf(at -> TimeUnit.NANOSECONDS.toMillis(now - at) > CANCEL_MEMORY_MS);
    }

    private static RegistryException shuttingDown() {
        return RegistryException.of(FailureKind.SHUTTING_DOWN, "the toolkit of this node is being undeployed")
                .withHint("ask again when a node is up");
    }
}
