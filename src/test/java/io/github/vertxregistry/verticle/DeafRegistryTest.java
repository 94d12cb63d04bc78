package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.vertxregistry.testkit.ScriptedServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that reads no more in the middle of a body: what was written to it hangs in a connection that cannot be flushed. */
class DeafRegistryTest extends PushFixture {
    private static final Path SOCKETS = Path.of("/proc/net");
    private final Set<Integer> ourPorts = ConcurrentHashMap.newKeySet();

    @Override
    JsonObject http() {
        return super.http().put("stallTimeoutMs", 200).put("commitTimeoutMs", 300);
    }

    @BeforeEach
    void largeLayer() {
        tar = tarWithLayer(new byte[24 << 20]);
    }

    private ScriptedServer deaf() {
        return onLayerUpload(exchange -> {
            ourPorts.add(exchange.connection().getPort());
            exchange.raw("HTTP/1.1 100 Continue\r\n\r\n");
            exchange.hang();
        });
    }

    @Test
    void itsConnectionIsClosedAllTheSame() {
        // Given
        assumeThat(Files.isReadable(SOCKETS.resolve("tcp"))).isTrue();
        try (ScriptedServer server = deaf()) {
            // When
            failure(client(server).push(request()));
            // Then
            assertThat(ourPorts).isNotEmpty();
            for (int look = 0; look < 100 && isAnyEstablished(); look++) {
                await(toolkit.vertx().timer(100, TimeUnit.MILLISECONDS));
            }
            assertThat(isAnyEstablished()).isFalse();
        }
    }

    /** By the kernel's tables: the second column is address and port of our end, the fourth its state, of which 1 is established. */
    private boolean isAnyEstablished() {
        return Stream.of("tcp", "tcp6")
                .map(SOCKETS::resolve)
                .filter(Files::isReadable)
                .flatMap(DeafRegistryTest::lines)
                .map(line -> line.strip().split("\\s+", 5))
                .filter(columns -> columns[3].equals("01"))
                .anyMatch(columns -> ourPorts.stream()
                        .anyMatch(port -> columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port))));
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
