package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that fails for a moment, in the middle of a push: the push succeeds all the same. */
class PushResilienceTest extends PushFixture {
    private final AtomicInteger faults = new AtomicInteger();

    private void assertPushed(PushReply reply) {
        assertThat(reply.images().get(0).uploaded()).isEqualTo(2);
        assertThat(await(toolkit.client().imageInfo("fault/app", "1")).layerCount())
                .isOne();
        assertThat(faults.get()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD .*/blobs/.*, 500",
        "HEAD .*/blobs/.*, 503",
        "POST .*, 500",
        "POST .*, 502",
        "PATCH .*, 500",
        "PATCH .*, 503",
        "PATCH .*, 429",
        "PUT .*/blobs/uploads/.*, 500",
        "PUT .*/blobs/uploads/.*, 504",
        "HEAD .*/manifests/.*, 500",
        "PUT .*/manifests/.*, 500",
        "PUT .*/manifests/.*, 503",
    })
    void outlastsAFaultAtEachEndpoint(String request, int status) {
        // Given
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            boolean first = (exchange.method() + " " + exchange.uri()).matches(request) && seen.add(exchange.uri());
            if (first) {
                faults.incrementAndGet();
                exchange.answer(status, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertPushed(reply);
        }
    }

    /** Four requests in a window, which begins anew with the first request after the pause that was asked for. */
    @Test
    void outlastsAStormOf429() {
        // Given
        AtomicInteger inWindow = new AtomicInteger();
        AtomicLong since = new AtomicLong(System.nanoTime());
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            long age = System.nanoTime() - since.get();
            if (age > TimeUnit.MILLISECONDS.toNanos(900)) {
                since.set(System.nanoTime());
                inWindow.set(0);
            }
            if (inWindow.incrementAndGet() > 4) {
                faults.incrementAndGet();
                exchange.answer(429, Map.of("Retry-After", "1"), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            PushReply reply = await(client(server).push(request().withConcurrency(1)));
            // Then
            assertPushed(reply);
        }
    }

    @Test
    void outlastsAStall() {
        // Given
        try (ScriptedServer server = onLayerUpload(exchange -> {
            if (faults.getAndIncrement() == 0) {
                exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
                exchange.in().readNBytes(100_000);
                exchange.hang();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            tar = tarWithLayer(new byte[24 << 20]);
            // When
            PushReply reply = await(client(server).push(request()));
            // Then
            assertPushed(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void outlastsARestartOfTheRegistry(String during) {
        // Given
        Vertx other = Vertx.vertx();
        String storage = folder.resolve("storage").toString();
        EmbeddedRegistry first = new EmbeddedRegistry(embedded(storage, 0));
        String deployment = await(other.deployVerticle(first));
        EmbeddedConfig again = embedded(storage, URI.create(first.url()).getPort());
        try (ScriptedServer server = ScriptedServer.of(exchange -> {
            if (exchange.method().equals(during) && faults.getAndIncrement() == 0) {
                exchange.body();
                await(other.undeploy(deployment));
                await(other.deployVerticle(new EmbeddedRegistry(again)));
                exchange.cut();
            } else {
                exchange.forward(first.url());
            }
        })) {
            // When
            Transfer<PushReply> push = client(server).startPush(request());
            // Then
            assertThat(await(push.result()).images().get(0).uploaded()).isEqualTo(2);
            assertThat(await(toolkit.client().withRegistry(again(again)).listTags("fault/app")))
                    .containsExactly("1");
        } finally {
            await(other.close());
        }
    }

    private static EmbeddedConfig embedded(String storage, int port) {
        return JsonBinding.fromConfig(new JsonObject().put("storage", storage).put("port", port), EmbeddedConfig.class);
    }

    private static String again(EmbeddedConfig config) {
        return "http://" + config.host() + ":" + config.port();
    }
}
