package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.ReadBytesRequest;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * Bytes that this process lends: whoever knows their private address may read them until they are taken back. Each answer is one
 * chunk, so that small messages pass between them.
 */
public final class LentBytes {
    private final PrivateAddress address;
    private final Reader reader;

    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Reader {
        /** Reads so many bytes from that offset on; fewer only where they end. */
        Future<Buffer> read(long offset, int length);
    }

    LentBytes(Vertx vertx, Addresses addresses, Reader reader) {
        this.reader = reader;
        this.address = new PrivateAddress(vertx, addresses, (body, headers) -> answer(body));
    }

    /** Returns their address, when they can be read there from the whole cluster. */
    public Future<String> address() {
        return address.address();
    }

    /** Takes them back. */
    public Future<Void> close() {
        return address.close();
    }

    private Future<Buffer> answer(Object message) {
        if (!(message instanceof JsonObject body)) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, "the body must be a JSON object");
        }
        ReadBytesRequest request = JsonBinding.fromJson(body, ReadBytesRequest.class);
        // Nothing is read for one who only asks whether we are there.
        return request.length() == 0
                ? Future.succeededFuture(Buffer.buffer())
                : reader.read(request.offset(), request.length());
    }
}
