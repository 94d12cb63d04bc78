package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ImageTarFixture;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A registry that fails once at each address it is asked at: what only reads, or can be told to have done nothing, is repeated. */
class FaultAtEachEndpointTest {
    private static final ImageTarFixture IMAGE = image("team/app:1").layer("a.txt", "a");
    private static final Digest LAYER = IMAGE.layers().get(0).digest();
    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @BeforeEach
    void push() {
        Path tar = IMAGE.write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
    }

    private static Stream<Arguments> reads() {
        return Stream.of(
                        operation("ping", RegistryClient::ping),
                        operation("repositories", RegistryClient::listRepositories),
                        operation("tags", client -> client.listTags("team/app")),
                        operation("manifest", client -> client.getManifest("team/app", "1")),
                        operation("head of a manifest", client -> client.headManifest("team/app", "1")),
                        operation("head of a blob", client -> client.headBlob("team/app", LAYER)),
                        operation("info", client -> client.imageInfo("team/app", "1")))
                .flatMap(read -> Stream.of(500, 502, 503, 504).map(status -> Arguments.of(read.what, read, status)));
    }

    private static Stream<Arguments> writes() {
        return Stream.of(
                        operation("new tag", client -> client.tagImage("team/app", "1", "2")),
                        operation("put of a manifest", FaultAtEachEndpointTest::putAgain),
                        operation("deletion of a tag", client -> client.deleteTag("team/app", "1")),
                        operation("deletion of a manifest", client -> client.deleteManifest("team/app", "1")),
                        operation("deletion of a blob", client -> client.deleteBlob("team/app", LAYER)))
                .map(write -> Arguments.of(write.what, write));
    }

    private record Asked(String what, Function<RegistryClient, Future<?>> operation) {}

    private static Asked operation(String what, Function<RegistryClient, Future<?>> operation) {
        return new Asked(what, operation);
    }

    private static Future<?> putAgain(RegistryClient client) {
        return toolkit.client()
                .getManifest("team/app", "1")
                .compose(got -> client.putManifest(
                        new PutManifestRequest(null, "team/app", "3", got.mediaType(), got.content())));
    }

    /** Fails once for each method and address. */
    private static ScriptedServer failing(int status, Set<String> seen) {
        return ScriptedServer.of(exchange -> {
            if (seen.add(exchange.method() + " " + exchange.uri())) {
                exchange.answer(status, Map.of(), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("reads")
    void readsAgain(String what, Asked asked, int status) {
        // Given
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = failing(status, seen)) {
            // When
            await(asked.operation.apply(toolkit.client().withRegistry(server.url())));
            // Then
            assertThat(server.requests()).hasSize(2 * seen.size());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void writesAgainWhereTheRegistrySaysThatItDidNothing(String what, Asked asked) {
        // Given
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = failing(503, seen)) {
            // When
            await(asked.operation.apply(toolkit.client().withRegistry(server.url())));
            // Then
            // Of a manifest that was not taken it is asked whether it was.
            assertThat(server.requests())
                    .filteredOn(line -> !line.startsWith("HEAD"))
                    .hasSize(2
                            * (int) seen.stream()
                                    .filter(line -> !line.startsWith("HEAD"))
                                    .count());
        }
    }

    @Test
    void deletesNothingASecondTimeWhereItMayHaveBeenDone() {
        // Given
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = failing(500, seen)) {
            // When
            RegistryException failure =
                    failure(toolkit.client().withRegistry(server.url()).deleteBlob("team/app", LAYER));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
            assertThat(server.requests()).hasSize(1);
        }
    }
}
