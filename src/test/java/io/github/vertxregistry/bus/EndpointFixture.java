package io.github.vertxregistry.bus;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.config.OperationsConfig;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.CancelMessage;
import io.github.vertxregistry.message.Operations;
import io.github.vertxregistry.message.PingReply;
import io.github.vertxregistry.message.PingRequest;
import io.github.vertxregistry.message.TarRequest;
import io.github.vertxregistry.message.TarTagsReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An endpoint with operations in flight, and a caller, without verticles. */
abstract class EndpointFixture {
    static final PingReply PONG = new PingReply(true, null, true, 1);
    static final TarTagsReply TAGS = new TarTagsReply(List.of(), null);

    Vertx vertx;
    OperationsInFlight inFlight;
    Caller caller;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        inFlight = new OperationsInFlight(vertx, new OperationsConfig(100L, null, 50L, null));
        Promise<Void> started = Promise.promise();
        vertx.runOnContext(v -> {
            inFlight.start();
            started.complete();
        });
        await(started.future());
        caller = new Caller(vertx, Addresses.DEFAULT);
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    void servePing(OperationHandler<PingRequest, PingReply> handler) {
        await(new Endpoint(vertx, Addresses.DEFAULT, "node-1", List.of(), inFlight)
                .serve(Operations.PING, handler)
                .ready());
    }

    void serveTags(OperationHandler<TarRequest, TarTagsReply> handler) {
        await(new Endpoint(vertx, Addresses.DEFAULT, "node-1", List.of(), inFlight)
                .serve(Operations.TAR_TAGS, handler)
                .listen(Addresses.DEFAULT.cancel(), CancelMessage.class, m -> inFlight.cancel(m.operationId()))
                .ready());
    }

    Future<PingReply> ping() {
        return caller.ask(Operations.PING, new PingRequest(null), CallOptions.DEFAULT);
    }

    Call<TarTagsReply> tags(CallOptions options) {
        return caller.start(Operations.TAR_TAGS, new TarRequest("a.tar"), options);
    }

    /** Sends a message to ping as anyone can, and returns the failure that answers it. */
    ReplyException raw(Object body, DeliveryOptions options) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        await(vertx.eventBus()
                .request("registry.ping", body, options)
                .<Message<Object>>map(reply -> null)
                .otherwise(cause -> {
                    failure.set(cause);
                    return null;
                }));
        return (ReplyException) failure.get();
    }
}
