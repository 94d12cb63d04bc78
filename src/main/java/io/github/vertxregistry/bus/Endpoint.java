package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.AcceptedReply;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.NamesFile;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Names;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the consumers of operations, and answers each message exactly once: with the handler's reply, or with a failure,
 * whatever the handler does, throws or fails to do in time. The only class that registers consumers for requests.
 */
public final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    /** How long a handler that was told to stop may take to clean up before its caller is answered all the same. */
    static final long STOP_GRACE_MS = 3_000;

    private final Vertx vertx;
    private final Addresses addresses;
    private final String nodeId;
    private final List<String> sharedFolders;
    private final OperationsInFlight inFlight;
    private final List<MessageConsumer<?>> consumers = new CopyOnWriteArrayList<>();
    private final List<Future<Void>> registrations = new CopyOnWriteArrayList<>();

    private final Context worker;

    /** Creates an endpoint of one verticle instance, whose handlers run on the calling context; any node answers for files in the shared folders. */
    public Endpoint(
            Vertx vertx, Addresses addresses, String nodeId, List<String> sharedFolders, OperationsInFlight inFlight) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.nodeId = nodeId;
        this.sharedFolders = List.copyOf(sharedFolders);
        this.inFlight = inFlight;
        Context context = vertx.getOrCreateContext();
        this.worker = context.isWorkerContext() ? context : null;
        inFlight.add(this);
    }

    /**
     * Answers an operation from now on, unless it changes things and this node does not; {@link #ready()} tells when messages
     * arrive.
     */
    public <Q, R> Endpoint serve(Operation<Q, R> operation, OperationHandler<Q, R> handler) {
        if (!inFlight.allows(operation)) {
            return this;
        }
        if (worker == null) {
            register(operation, handler);
        } else {
            // A worker that blocks would neither see that an operation waits, nor that it was cancelled.
            Promise<Void> registered = Promise.promise();
            registrations.add(registered.future());
            inFlight.onLoop(() ->
                    Future.all(register(operation, handler)).<Void>mapEmpty().onComplete(registered));
        }
        return this;
    }

    private <Q, R> List<Future<Void>> register(Operation<Q, R> operation, OperationHandler<Q, R> handler) {
        EventBus bus = vertx.eventBus();
        Handler<Message<Object>> receiver = message -> receive(message, operation, handler);
        String address = addresses.of(operation);
        String ofThisNode = addresses.ofNode(nodeId, operation);
        return switch (operation.place()) {
            case CLUSTER -> List.of(added(bus.consumer(address, receiver)));
            case NODE -> {
                List<Future<Void>> both = new ArrayList<>();
                both.add(added(bus.localConsumer(address, receiver)));
                both.add(added(bus.consumer(ofThisNode, receiver)));
                if (!sharedFolders.isEmpty() && operation.isOnFile()) {
                    both.add(added(bus.consumer(
                            addresses.onShared(operation), message -> receive(message, operation, ifShared(handler)))));
                }
                yield both;
            }
            case LOCAL -> List.of(added(bus.localConsumer(ofThisNode, receiver)));
        };
    }

    /** Files of one node only are not looked for on another. */
    private <Q, R> OperationHandler<Q, R> ifShared(OperationHandler<Q, R> handler) {
        return (request, task) -> {
            String file = ((NamesFile) request).tar();
            // Whether it may be read is seen to by who opens it, links followed; here only which node's it is.
            if (sharedFolders.stream().noneMatch(folder -> isBelow(folder, file))) {
                throw RegistryException.of(
                                FailureKind.DENIED,
                                "'" + Names.shown(file) + "' lies in no folder that the nodes share")
                        .withHint("add its folder to paths.shared of each node that has it");
            }
            return handler.handle(request, task);
        };
    }

    private static boolean isBelow(String folder, String file) {
        try {
            return Path.of(file).normalize().startsWith(Path.of(folder).normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Takes the messages that are published at an address and never answered; one that makes no sense is passed over. */
    public <M> Endpoint listen(String address, Class<M> type, Handler<M> handler) {
        // Not among the consumers that are taken away first: what drains can still be cancelled.
        registrations.add(vertx.eventBus()
                .<Object>consumer(address, message -> {
                    try {
                        if (message.body() instanceof JsonObject body) {
                            handler.handle(JsonBinding.fromJson(body, type));
                        }
                    } catch (RegistryException e) {
                        LOG.warn("passed over a message at {}: {}", address, e.getMessage());
                    }
                })
                .completion());
        return this;
    }

    /** Publishes a message that nobody answers to all who {@link #listen} there, in the whole cluster. */
    public void publish(String address, Object message) {
        vertx.eventBus().publish(address, JsonBinding.toJson(message));
    }

    /** Succeeds when every consumer is known in the whole cluster. */
    public Future<Void> ready() {
        return Future.all(registrations).mapEmpty();
    }

    Future<Void> unregister() {
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<Void> added(MessageConsumer<?> consumer) {
        consumers.add(consumer);
        registrations.add(consumer.completion());
        return consumer.completion();
    }

    private <Q, R> void receive(Message<Object> message, Operation<Q, R> operation, OperationHandler<Q, R> handler) {
        RunningOperation running;
        RequestHeaders headers;
        Q request;
        try {
            if (!(message.body() instanceof JsonObject body)) {
                throw RegistryException.of(FailureKind.BAD_REQUEST, "the body must be a JSON object");
            }
            request = operation.decodeRequest(body);
            headers = RequestHeaders.of(message.headers(), operation, addresses);
            running = inFlight.open(headers.operationId(), operation, headers.progress(), headers.accept());
        } catch (StackOverflowError e) {
            refuse(message, tooDeep(e));
            return;
        } catch (RuntimeException e) {
            refuse(message, Failures.logged(operation.name(), e));
            return;
        }
        boolean accept = headers.accept();
        if (accept) {
            message.reply(JsonBinding.toJson(new AcceptedReply(running.task().id())));
        }
        watch(message, running, headers);
        work(handler, request, running)
                .map(JsonBinding::toJson)
                .onSuccess(reply -> running.succeed(reply, json -> {
                    if (!accept) {
                        message.reply(json);
                    }
                }))
                .onFailure(cause -> {
                    RegistryException reason = running.task().stopReason();
                    end(message, running, accept, reason == null ? Failures.logged(operation.name(), cause) : reason);
                });
    }

    /** Sets the deadline of a short operation, and sees to it that one that was stopped is answered. */
    private void watch(Message<Object> message, RunningOperation running, RequestHeaders headers) {
        if (running.operation().pace() == Operation.Pace.SHORT) {
            long timeoutMs = headers.timeoutMs();
            // A little earlier than the caller gives up, so that it hears the reason.
            long timer = vertx.setTimer(Math.max(1, timeoutMs - Math.min(500, timeoutMs / 10)), id -> running.task()
                    .stop(deadline(running.operation(), timeoutMs)));
            running.onEnd(() -> vertx.cancelTimer(timer));
        }
        boolean atOnce = running.operation().pace() == Operation.Pace.SHORT;
        running.task()
                .onStop(() -> inFlight.after(
                        atOnce ? 0 : STOP_GRACE_MS,
                        () -> end(
                                message,
                                running,
                                headers.accept(),
                                running.task().stopReason())));
    }

    private <Q, R> Future<R> work(OperationHandler<Q, R> handler, Q request, RunningOperation running) {
        if (worker == null) {
            return attempt(handler, request, running);
        }
        running.await();
        Promise<R> reply = Promise.promise();
        Callable<Void> blocking = () -> {
            running.begin();
            // The reply leaves from the event loop: on the worker it would wait behind the next blocking work.
            attempt(handler, request, running).onComplete(result -> inFlight.onLoop(() -> reply.handle(result)));
            return null;
        };
        // Not ordered: whichever thread of the verticle's pool is free takes it.
        inFlight.working(worker.executeBlocking(blocking, false).onFailure(reply::tryFail));
        return reply.future();
    }

    private static <Q, R> Future<R> attempt(OperationHandler<Q, R> handler, Q request, RunningOperation running) {
        try {
            running.task().check();
            Future<R> reply = handler.handle(request, running.task());
            return reply != null ? reply : Future.failedFuture(new NullPointerException("the handler gave no Future"));
        } catch (Throwable e) {
            // An Error, too: a native library that does not load must not leave the caller without an answer.
            return Future.failedFuture(e);
        }
    }

    private static void end(
            Message<Object> message, RunningOperation running, boolean accept, RegistryException failure) {
        running.fail(failure, ended -> {
            if (!accept) {
                refuse(message, ended);
            }
        });
    }

    private static void refuse(Message<Object> message, RegistryException failure) {
        message.fail(failure.kind().code(), FailureMessage.of(failure).encode());
    }

    private static RegistryException tooDeep(StackOverflowError e) {
        return RegistryException.of(FailureKind.BAD_REQUEST, "the body is nested too deep to be read")
                .withCause(e);
    }

    private static RegistryException deadline(Operation<?, ?> operation, long timeoutMs) {
        return RegistryException.of(
                        FailureKind.DEADLINE,
                        operation + " was not done within " + timeoutMs + " ms, its caller's timeout")
                .withHint("is the registry slow or silent? a longer timeout may help");
    }
}
