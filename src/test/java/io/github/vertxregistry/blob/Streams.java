package io.github.vertxregistry.blob;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Reads sources to their end, on a context of Vert.x as a push does it. */
final class Streams {
    private Streams() {}

    static byte[] read(Vertx vertx, ByteSource source, long offset) {
        return await(reading(vertx, source, offset));
    }

    static Future<byte[]> reading(Vertx vertx, ByteSource source, long offset) {
        Promise<byte[]> whole = Promise.promise();
        vertx.runOnContext(v ->
                source.open(offset, ByteSource.UNKNOWN).compose(Streams::all).onComplete(whole));
        return whole.future();
    }

    private static Future<byte[]> all(ByteStream stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer place = ByteBuffer.allocate(100_003);
        return Repeat.whilst(1, count -> count > 0, last -> stream.read(place.clear())
                        .onSuccess(count -> bytes.write(place.array(), 0, count)))
                .eventually(stream::close)
                .map(done -> bytes.toByteArray());
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        bytes.writeBytes(second);
        return bytes.toByteArray();
    }
}
