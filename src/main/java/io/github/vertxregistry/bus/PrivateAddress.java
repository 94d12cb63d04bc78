package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.FailureMessage;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;

/** An address that only they know who are told it, at which a caller answers a node that works for it, until it is given up. */
public final class PrivateAddress {
    private final String address;
    private final MessageConsumer<Object> consumer;
    private final Answers answers;

    /** What is answered. */
    @FunctionalInterface
    public interface Answers {
        /** Returns the answer, a buffer, a JSON object or null; may throw a {@link RegistryException}. */
        Future<?> answer(Object body, MultiMap headers);
    }

    PrivateAddress(Vertx vertx, Addresses addresses, Answers answers) {
        this.address = addresses.newBytes();
        this.answers = answers;
        this.consumer = vertx.eventBus().consumer(address, this::receive);
    }

    /** Returns it, when it is known in the whole cluster. */
    public Future<String> address() {
        return consumer.completion().map(address);
    }

    /** Gives it up. */
    public Future<Void> close() {
        return consumer.unregister();
    }

    private void receive(Message<Object> message) {
        Future<?> answer;
        try {
            answer = answers.answer(message.body(), message.headers());
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onSuccess(message::reply).onFailure(cause -> {
            RegistryException failure = Failures.logged("what a caller lends", cause);
            message.fail(failure.kind().code(), FailureMessage.of(failure).encode());
        });
    }
}
