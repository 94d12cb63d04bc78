package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one private address that a caller hears of its long operations at: registered once and awaited, since what is sent
 * before is lost.
 */
final class ProgressInbox {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressInbox.class);

    /** Who hears of an operation. */
    interface Listener {
        /** An event has come; on any thread. */
        void event(ProgressEvent event);

        /** No event will come any more, so their absence means nothing. */
        void unwatch();
    }

    private final String address;
    private final MessageConsumer<Object> consumer;
    private final ConcurrentMap<String, Listener> calls = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ProgressInbox(Vertx vertx, Addresses addresses) {
        this.address = addresses.newProgress();
        this.consumer = vertx.eventBus().consumer(address, this::receive);
    }

    String address() {
        return address;
    }

    /** Succeeds when events arrive. */
    Future<Void> ready() {
        return consumer.completion();
    }

    boolean isClosed() {
        return closed;
    }

    /** Hands the listener the events of an operation until that Future has come. */
    void hear(String operationId, Listener listener, Future<?> until) {
        calls.put(operationId, listener);
        until.onComplete(ended -> calls.remove(operationId));
    }

    Future<Void> close() {
        closed = true;
        calls.values().forEach(Listener::unwatch);
        return consumer.unregister();
    }

    /** What is no event is passed over: anyone on the bus can send, and losing one does no harm. */
    private void receive(Message<Object> message) {
        if (!(message.body() instanceof JsonObject body)) {
            return;
        }
        try {
            ProgressEvent event = JsonBinding.fromJson(body, ProgressEvent.class);
            Listener listener = calls.get(event.operationId());
            if (listener != null) {
                listener.event(event);
            }
        } catch (RegistryException e) {
            LOG.debug("passed over a message at {}: {}", address, e.getMessage());
        }
    }
}
