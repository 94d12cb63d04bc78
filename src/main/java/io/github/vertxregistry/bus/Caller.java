package io.github.vertxregistry.bus;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.CancelMessage;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.Headers;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Names;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * Sends requests and turns what comes back into values and failures: the only class that sends. Has one private address for
 * progress, which is registered once and awaited, since what is sent before is lost.
 */
public final class Caller {
    private static final int MOST_ATTEMPTS = 4;
    private static final long LONGEST_MS = CallOptions.LONGEST.toMillis();

    /** What Vert.x answers for a message that lay in the queue of a consumer that was taken away. */
    private static final String DISCARDED = "Discarded";

    private final Vertx vertx;
    private final Addresses addresses;
    private final ProgressInbox inbox;
    private final String nodeId;
    private final boolean shared;

    /** Creates a caller of the operations under those addresses. */
    public Caller(Vertx vertx, Addresses addresses) {
        this(vertx, addresses, new ProgressInbox(vertx, addresses), null, false);
    }

    private Caller(Vertx vertx, Addresses addresses, ProgressInbox inbox, String nodeId, boolean shared) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.inbox = inbox;
        this.nodeId = nodeId;
        this.shared = shared;
    }

    /** Returns a caller that asks the node of that id for what a node does with its own files; it shares this one's inbox. */
    public Caller onNode(String other) {
        return new Caller(vertx, addresses, inbox, other, false);
    }

    /** Returns a caller that asks any node for what concerns files of the storage that they share. */
    public Caller onShared() {
        return new Caller(vertx, addresses, inbox, null, true);
    }

    /**
     * Sends a short operation's request; fails with what it answers, {@code NOT_DEPLOYED} or {@code NO_REPLY}, and in a cluster
     * with {@code NODE_LOST} where no other node may do it again.
     */
    public <Q, R> Future<R> ask(Operation<Q, R> operation, Q request, CallOptions options) {
        return isWatched(operation)
                ? askWatched(operation, request, options, System.nanoTime(), 1)
                : request(operation, request, timed(operation, options.timeout().toMillis()));
    }

    private <Q, R> Future<R> askWatched(
            Operation<Q, R> operation, Q request, CallOptions options, long sinceNs, int attempt) {
        long leftMs = options.timeout().minusNanos(System.nanoTime() - sinceNs).toMillis();
        return inbox.ready()
                .compose(registered -> askOnce(operation, request, options, Math.max(1, leftMs)))
                .recover(cause ->
                        attempt < MOST_ATTEMPTS && Attempts.mayRepeat(operation, cause) && isLeft(options, sinceNs)
                                ? askWatched(operation, request, options, sinceNs, attempt + 1)
                                : Future.failedFuture(cause));
    }

    private static boolean isLeft(CallOptions options, long sinceNs) {
        return System.nanoTime() - sinceNs < options.timeout().toNanos();
    }

    private <Q, R> Future<R> askOnce(Operation<Q, R> operation, Q request, CallOptions options, long timeoutMs) {
        String id = UUID.randomUUID().toString();
        Watch<R> watch = new Watch<>(vertx, operation, options.lostAfter());
        DeliveryOptions delivery = timed(operation, timeoutMs)
                .addHeader(Headers.OPERATION_ID, id)
                .addHeader(Headers.PROGRESS, inbox.address());
        Future<R> reply = watch.over(request(operation, request, delivery));
        inbox.hear(id, watch, reply);
        return reply;
    }

    private DeliveryOptions timed(Operation<?, ?> operation, long timeoutMs) {
        return delivery(operation, timeoutMs).addHeader(Headers.TIMEOUT_MS, Long.toString(timeoutMs));
    }

    /** Starts a long operation. */
    public <Q, R> Call<R> start(Operation<Q, R> operation, Q request, CallOptions options) {
        return start(operation, Future.succeededFuture(request), options);
    }

    /** Starts a long operation as soon as its request is there; fails as that does. */
    public <Q, R> Call<R> start(Operation<Q, R> operation, Future<Q> request, CallOptions options) {
        String id = UUID.randomUUID().toString();
        boolean elsewhere = isWatched(operation) && !isNamed(operation) && operation.isRepeatable();
        Attempts<R> attempts =
                new Attempts<>(id, elsewhere, (sent, call) -> send(operation, request, sent, call), this::cancel);
        Call<R> call = new Call<>(vertx, operation, id, options, attempts);
        attempts.start(call);
        return call;
    }

    private <Q, R> Future<R> send(Operation<Q, R> operation, Future<Q> request, String id, Call<R> call) {
        inbox.hear(id, call, call.result());
        DeliveryOptions delivery = delivery(operation, LONGEST_MS)
                .addHeader(Headers.OPERATION_ID, id)
                .addHeader(Headers.PROGRESS, inbox.address());
        Future<R> reply = inbox.isClosed()
                ? Future.failedFuture(RegistryException.of(
                        FailureKind.BAD_REQUEST, "the client was closed before " + operation + " was asked for"))
                : inbox.ready().compose(registered -> request).compose(made -> {
                    if (isWatched(operation)) {
                        call.wantSign();
                    }
                    return request(operation, made, delivery);
                });
        return reply.recover(cause -> Future.failedFuture(Failures.of(operation.name(), cause)));
    }

    /** Whether another node may answer, which may die: a node's own verticles are there as long as it is. */
    private boolean isWatched(Operation<?, ?> operation) {
        return vertx.isClustered() && !isLocal(operation) && !inbox.isClosed();
    }

    /** Lends bytes to whoever is told their address. */
    public LentBytes lend(LentBytes.Reader reader) {
        return new LentBytes(vertx, addresses, reader);
    }

    /** Lends whatever is answered to whoever is told its address. */
    public PrivateAddress lendPlace(PrivateAddress.Answers answers) {
        return new PrivateAddress(vertx, addresses, answers);
    }

    /** Returns the Vert.x that it sends with. */
    public Vertx vertx() {
        return vertx;
    }

    /** Tells every node to stop an operation; idempotent. */
    public void cancel(String operationId) {
        vertx.eventBus().publish(addresses.cancel(), JsonBinding.toJson(new CancelMessage(operationId)));
    }

    /** Gives up the private address; what runs goes on, its progress and stalls are not heard of any more. */
    public Future<Void> close() {
        return inbox.close();
    }

    private <Q, R> Future<R> request(Operation<Q, R> operation, Q request, DeliveryOptions delivery) {
        String address = address(operation);
        return vertx.eventBus()
                .<JsonObject>request(address, JsonBinding.toJson(request), delivery)
                .map(reply -> operation.decodeReply(reply.body()))
                .recover(cause -> Future.failedFuture(failure(operation, address, cause)));
    }

    private String address(Operation<?, ?> operation) {
        if (isNamed(operation)) {
            return addresses.ofNode(nodeId, operation);
        }
        return shared && operation.isOnFile() ? addresses.onShared(operation) : addresses.of(operation);
    }

    private DeliveryOptions delivery(Operation<?, ?> operation, long timeoutMs) {
        return new DeliveryOptions().setSendTimeout(timeoutMs).setLocalOnly(isLocal(operation));
    }

    private boolean isLocal(Operation<?, ?> operation) {
        return operation.place() == Operation.Place.LOCAL
                || (operation.place() == Operation.Place.NODE && nodeId == null && !(shared && operation.isOnFile()));
    }

    private boolean isNamed(Operation<?, ?> operation) {
        return nodeId != null && operation.place() != Operation.Place.CLUSTER;
    }

    private Throwable failure(Operation<?, ?> operation, String address, Throwable cause) {
        if (!(cause instanceof ReplyException reply)) {
            return cause;
        }
        return switch (reply.failureType()) {
            case NO_HANDLERS ->
                RegistryException.of(FailureKind.NOT_DEPLOYED, "nobody answers at the address " + address)
                        .withHint(
                                isNamed(operation)
                                        ? "is there a node with the nodeId '" + Names.shown(nodeId)
                                                + "' in the cluster, with instances of the verticle for " + operation
                                                + "?"
                                        : "deploy io.github.vertxregistry.verticle.RegistryToolkit in this Vert.x, with"
                                                + " instances of the verticle for " + operation
                                                + (operation.changes() ? ", and operations.changes not false" : ""));
            case TIMEOUT ->
                String.valueOf(reply.getMessage()).startsWith(DISCARDED)
                        ? RegistryException.of(
                                        FailureKind.SHUTTING_DOWN,
                                        "the verticle for " + operation + " is being undeployed")
                                .withHint("ask again when a node is up")
                        : RegistryException.of(
                                        FailureKind.NO_REPLY, operation + " was not answered: " + reply.getMessage())
                                .withHint("is the node that answers alive, and its event loop not blocked?");
            default -> FailureMessage.read(reply.failureCode(), reply.getMessage());
        };
    }
}
