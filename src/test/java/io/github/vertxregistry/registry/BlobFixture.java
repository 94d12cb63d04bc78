package io.github.vertxregistry.registry;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.http.Authorizer;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Exchange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** A blob, servers that give it in one way or another, and a reader of it. */
abstract class BlobFixture {
    static final int LENGTH = 1_300_000;

    final Vertx vertx = Vertx.vertx();
    final Context context = vertx.getOrCreateContext();
    final Task task = Task.unwatched();
    final byte[] bytes = random(LENGTH);
    final Descriptor blob = Descriptor.of("application/octet-stream", Digest.sha256(bytes), LENGTH);
    private final HttpSender sender =
            new HttpSender(vertx, config().mapTo(HttpConfig.class), Map.of(), "test", Authorizer.NONE);

    static JsonObject config() {
        return new JsonObject()
                .put("stallTimeoutMs", 400)
                .put("timeoutMs", 2_000)
                .put("poolSize", 4)
                .put("retry", new JsonObject().put("firstWaitMs", 1).put("maxWaitMs", 10));
    }

    static byte[] random(int length) {
        byte[] some = new byte[length];
        new Random(7).nextBytes(some);
        return some;
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Returns the blob at that server, its mirrors asked before. */
    ByteSource source(ScriptedServer server, ScriptedServer... mirrors) {
        List<Origin> before =
                Stream.of(mirrors).map(mirror -> Origin.of(mirror.url())).toList();
        Registry registry =
                new Registry(Origin.of(server.url()), before, sender, HttpConfig.defaults(), UploadLog.NONE, task);
        return registry.sources("team/app").source(blob);
    }

    <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(done));
        return done.future();
    }

    /** Reads a part, block by block, and closes it. */
    Future<byte[]> read(ByteSource source, long offset, long length) {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length) + 1);
        return onLoop(() -> source.open(offset, length)
                .compose(stream -> Repeat.whilst(1, count -> count > 0, count -> block(stream, all))
                        .eventually(stream::close))
                .map(done -> Arrays.copyOf(all.array(), all.position())));
    }

    static Future<Integer> block(ByteStream stream, ByteBuffer all) {
        ByteBuffer block = ByteBuffer.allocateDirect(100_000);
        return stream.read(block).onSuccess(count -> all.put(block.flip()));
    }

    byte[] part(long offset, long length) {
        return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + length));
    }

    /** Answers as a registry does, with a 206 where a Range is asked for. */
    void serve(Exchange exchange) throws IOException {
        serve(exchange, LENGTH);
    }

    /** Does so up to a number of bytes of the body, and cuts then. */
    void serve(Exchange exchange, int most) throws IOException {
        int[] range = range(exchange);
        int length = range[1] - range[0];
        String status = exchange.headers().containsKey("Range")
                ? "206 Partial Content\r\nContent-Range: bytes " + range[0] + "-" + (range[1] - 1) + "/" + LENGTH
                : "200 OK";
        exchange.raw("HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n");
        exchange.out().write(bytes, range[0], Math.min(most, length));
        exchange.out().flush();
        if (most < length) {
            exchange.cut();
        }
    }

    /** Answers with the whole blob, whatever was asked for. */
    void serveWhole(Exchange exchange) throws IOException {
        exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\n");
        exchange.out().write(bytes);
        exchange.out().flush();
    }

    /** Returns the first byte that is asked for, and the one after the last. */
    static int[] range(Exchange exchange) {
        String range = exchange.headers().get("Range");
        if (range == null) {
            return new int[] {0, LENGTH};
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1};
    }
}
