package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.testkit.ForwardProxy;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry at an IPv6 address: embedded, asked straight, through a proxy, and named in a reference. */
class Ipv6Test {
    private final Vertx vertx = Vertx.vertx();
    private EmbeddedRegistry registry;

    @BeforeEach
    void serve() {
        assumeTrue(
                catchThrowable(Ipv6Test::listen) == null, "this machine has no ::1: what goes over IPv6 is not tested");
        registry = new EmbeddedRegistry(new EmbeddedConfig("::1", 0, null, true, null, null));
        await(vertx.deployVerticle(registry));
    }

    private static void listen() throws IOException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        new ServerSocket(0, 1, InetAddress.getByAddress(loopback)).close();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void isAskedByItsUrl() {
        // Given
        try (Toolkit toolkit = Toolkit.against(registry.url(), new JsonObject())) {
            // When
            var ping = await(toolkit.client().ping());
            // Then
            assertThat(registry.url()).isEqualTo("http://[::1]:" + registry.port());
            assertThat(ping.reachable()).isTrue();
        }
    }

    @Test
    void isAskedThroughAProxyWithBrackets() {
        // Given
        try (ForwardProxy proxy = ForwardProxy.start();
                Toolkit toolkit = Toolkit.against(registry.url(), proxied("http://127.0.0.1:" + proxy.port()))) {
            // When: the proxy leads all to 127.0.0.1, where nothing listens
            RegistryException failure = failure(toolkit.client().ping());
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
            assertThat(proxy.requests()).contains("GET http://[::1]:" + registry.port() + "/v2/");
        }
    }

    private JsonObject proxied(String proxy) {
        JsonObject entry = new JsonObject().put("url", registry.url()).put("proxy", proxy);
        return new JsonObject().put("registries", new JsonObject().put("known", new JsonObject().put("six", entry)));
    }

    @Test
    void isNamedInAReference() {
        // When
        ImageReference image = ImageReference.of("[::1]:5000/team/app:1");
        // Then
        assertThat(image.host()).isEqualTo("[::1]:5000");
        assertThat(image.repository()).isEqualTo("team/app");
        assertThat(Origin.of(image.host())).hasToString("http://[::1]:5000");
    }
}
