package io.github.vertxregistry.task;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One running operation: its id, whether it was told to stop, and where its progress goes. All methods may be called from
 * any thread; blocking code asks {@link #check()} with every block that it reads.
 */
public final class Task {
    private static final int MOST_WARNINGS = 20;

    private final String id;
    private final ProgressSink progress;
    private final Set<String> warnings;
    private final Set<StopHandler> stopHandlers = ConcurrentHashMap.newKeySet();
    private final AtomicReference<RegistryException> stopped = new AtomicReference<>();

    /** Compared by identity, so that the same code can be added twice. */
    private static final class StopHandler {
        final Runnable code;

        StopHandler(Runnable code) {
            this.code = code;
        }
    }

    /** Creates a task with an id that nobody else uses, and the sink of its progress. */
    public Task(String id, ProgressSink progress) {
        this(id, progress, new ConcurrentSkipListSet<>());
    }

    private Task(String id, ProgressSink progress, Set<String> warnings) {
        this.warnings = warnings;
        this.id = Objects.requireNonNull(id);
        this.progress = Objects.requireNonNull(progress);
    }

    /** Returns a task that nobody watches, for callers without an event bus and for tests. */
    public static Task unwatched() {
        return new Task("unwatched", ProgressSink.NONE);
    }

    /** Returns a task for a part of this one: it stops when this one does, and can be stopped alone. */
    public Task part() {
        Task part = new Task(id, progress, warnings);
        Runnable unhook = onStop(() -> part.stop(stopReason()));
        part.onStop(unhook);
        return part;
    }

    /** Returns a task of the same id that goes on when this one is stopped: for what an operation tidies up. */
    public Task beyondStop() {
        return new Task(id, ProgressSink.NONE, warnings);
    }

    /** Returns the operation's id. */
    public String id() {
        return id;
    }

    /** Keeps what somebody should be told of, once; of very many only the first. */
    public void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    /** Returns what this operation, its parts included, was warned of so far. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Returns where progress is told. */
    public ProgressSink progress() {
        return progress;
    }

    /** Stops the operation for that reason; the first reason counts, a second call does nothing. */
    public void stop(RegistryException reason) {
        if (stopped.compareAndSet(null, Objects.requireNonNull(reason))) {
            stopHandlers.forEach(this::runOnce);
        }
    }

    /** Stops the operation with {@link FailureKind#CANCELLED}. */
    public void cancel() {
        stop(RegistryException.of(FailureKind.CANCELLED, "operation " + id + " was cancelled"));
    }

    /** Returns whether the operation was told to stop. */
    public boolean isStopped() {
        return stopped.get() != null;
    }

    /** Throws the reason, if the operation was told to stop. */
    public void check() {
        RegistryException reason = stopped.get();
        if (reason != null) {
            throw reason;
        }
    }

    /** Returns the reason for the stop, or null while the operation may go on. */
    public RegistryException stopReason() {
        return stopped.get();
    }

    /**
     * Runs the handler once when the operation is stopped, at once if it has been. The handler runs on the thread that
     * stops the operation and must not block.
     *
     * @return what takes the handler away again; to be run when the guarded work is over
     */
    public Runnable onStop(Runnable handler) {
        StopHandler added = new StopHandler(handler);
        stopHandlers.add(added);
        if (isStopped()) {
            runOnce(added);
        }
        return () -> stopHandlers.remove(added);
    }

    private void runOnce(StopHandler handler) {
        if (stopHandlers.remove(handler)) {
            handler.code.run();
        }
    }
}
