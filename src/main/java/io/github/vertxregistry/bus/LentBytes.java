package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.FailureMessage;
import io.github.vertxregistry.message.ReadBytesRequest;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

/**
 * Bytes that this process lends: whoever knows their private address may read them until they are taken back. Each answer is one
 * chunk, so that small messages pass between them.
 */
public final class LentBytes {
    private final String address;
    private final MessageConsumer<Object> consumer;
    private final Reader reader;

    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Reader {
        /** Reads so many bytes from that offset on; fewer only where they end. */
        Future<Buffer> read(long offset, int length);
    }

    LentBytes(Vertx vertx, Addresses addresses, Reader reader) {
        this.address = addresses.newBytes();
        this.reader = reader;
        this.consumer = vertx.eventBus().consumer(address, this::receive);
    }

    /** Returns their address, when they can be read there from the whole cluster. */
    public Future<String> address() {
        return consumer.completion().map(address);
    }

    /** Takes them back. */
    public Future<Void> close() {
        return consumer.unregister();
    }

    private void receive(Message<Object> message) {
        try {
            if (!(message.body() instanceof JsonObject body)) {
                throw RegistryException.of(FailureKind.BAD_REQUEST, "the body must be a JSON object");
            }
            ReadBytesRequest request = JsonBinding.fromJson(body, ReadBytesRequest.class);
            // Nothing is read for one who only asks whether we are there.
            Future<Buffer> read = request.length() == 0
                    ? Future.succeededFuture(Buffer.buffer())
                    : reader.read(request.offset(), request.length());
            read.onSuccess(message::reply)
                    .onFailure(cause -> refuse(message, Failures.logged("reading lent bytes", cause)));
        } catch (RegistryException e) {
            refuse(message, e);
        }
    }

    private static void refuse(Message<Object> message, RegistryException failure) {
        message.fail(failure.kind().code(), FailureMessage.of(failure).encode());
    }
}
