package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.message.OperationStatus;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.task.ProgressSink;
import io.github.vertxregistry.task.Task;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One operation from its request to its end, which comes exactly once. Any thread may use it. */
final class RunningOperation implements ProgressSink {
    private static final long EVENT_GAP_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int KEPT_OUTCOME = 64 << 10;

    private final Operation<?, ?> operation;
    private final Task task;
    private final EventBus bus;
    private final String progressAddress;
    private final boolean tellsEnd;
    private final Instant startedAt = Instant.now();
    private final long startedNs = System.nanoTime();
    private final AtomicLong seq = new AtomicLong();
    private final AtomicLong lastEventNs = new AtomicLong(System.nanoTime() - EVENT_GAP_NS);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long elapsedMs = -1;
    private volatile OperationStatus.State state = OperationStatus.State.RUNNING;
    private volatile JsonObject outcome;
    private volatile boolean waiting;
    private final List<Runnable> endHandlers = new CopyOnWriteArrayList<>();

    RunningOperation(String id, Operation<?, ?> operation, EventBus bus, String progressAddress, boolean accepted) {
        this.operation = operation;
        this.bus = bus;
        this.progressAddress = progressAddress;
        // The reply to a short one comes as soon as its last event would.
        this.tellsEnd = accepted || operation.pace() == Operation.Pace.LONG;
        this.task = new Task(id, this);
    }

    Task task() {
        return task;
    }

    Operation<?, ?> operation() {
        return operation;
    }

    /** Whether it is told to who asks what runs: not what the node's own verticles ask each other. */
    boolean isShown() {
        return operation.place() != Operation.Place.LOCAL;
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** Ends the operation with its reply, unless it has ended; then {@code answer} is run, else never. */
    void succeed(JsonObject reply, Consumer<JsonObject> answer) {
        if (ended.compareAndSet(false, true)) {
            end(OperationStatus.State.DONE, reply);
            send(ProgressEvent.DONE, "", 0, 0, reply);
            answer.accept(reply);
        }
    }

    /** Ends the operation with a failure, unless it has ended; then {@code answer} is run, else never. */
    void fail(RegistryException failure, Consumer<RegistryException> answer) {
        if (ended.compareAndSet(false, true)) {
            JsonObject message = FailureMessage.of(failure).toJson();
            end(OperationStatus.State.FAILED, message);
            send(ProgressEvent.FAILED, "", 0, 0, message);
            answer.accept(failure);
        }
    }

    /** Runs the code when the operation ends; to be called by who opened it, before it can end. */
    void onEnd(Runnable code) {
        endHandlers.add(code);
    }

    private void end(OperationStatus.State last, JsonObject result) {
        // Only what takes long can be asked about later.
        boolean kept =
                operation.pace() == Operation.Pace.LONG && result.encode().length() <= KEPT_OUTCOME;
        outcome = kept ? result : null;
        elapsedMs = sinceStartMs();
        state = last;
        endHandlers.forEach(Runnable::run);
    }

    /** At most five events a second, whoever reports, and besides the one that tells that a thing is done. */
    @Override
    public void report(String phase, String subject, long done, long total) {
        long now = System.nanoTime();
        long last = lastEventNs.get();
        boolean due = done == total || (now - last >= EVENT_GAP_NS && lastEventNs.compareAndSet(last, now));
        if (due && !hasEnded()) {
            send(phase, subject, done, total, null);
        }
    }

    /** The operation waits for a free worker until {@link #begin()}; that is no stall. */
    void await() {
        waiting = true;
    }

    void begin() {
        waiting = false;
    }

    void beat() {
        if (!hasEnded()) {
            send(waiting ? ProgressEvent.WAITING : ProgressEvent.BEAT, "", 0, -1, null);
        }
    }

    private void send(String phase, String subject, long done, long total, JsonObject result) {
        if (progressAddress != null && (result == null || tellsEnd)) {
            ProgressEvent event =
                    new ProgressEvent(task.id(), seq.incrementAndGet(), phase, subject, done, total, result);
            bus.send(progressAddress, JsonBinding.toJson(event));
        }
    }

    long endedBeforeMs() {
        return elapsedMs < 0 ? 0 : sinceStartMs() - elapsedMs;
    }

    OperationStatus status() {
        return new OperationStatus(
                task.id(),
                operation.name(),
                state,
                startedAt.toString(),
                elapsedMs < 0 ? sinceStartMs() : elapsedMs,
                outcome);
    }

    /** The outcome left out: a list of many must fit into one message. */
    OperationStatus shortStatus() {
        OperationStatus whole = status();
        return new OperationStatus(
                whole.operationId(), whole.operation(), whole.state(), whole.startedAt(), whole.elapsedMs(), null);
    }

    private long sinceStartMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
    }
}
