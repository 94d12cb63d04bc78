package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.TagImageReply;
import io.github.vertxregistry.message.TagImageReply.Tagged;
import io.github.vertxregistry.message.TagImageRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.TarShape;
import io.github.vertxregistry.testkit.Toolkit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags that are written on the server, through the typed client. */
class TaggingContractTest {
    private static final String IMMUTABLE =
            "{\"errors\":[{\"code\":\"TAG_IMMUTABLE\",\"message\":\"tag is immutable\"}]}";

    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private Digest push(String name) {
        Path tar = image(name).layer("a", name).write(folder.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        return await(client.pushTarWithOriginalTag(tar.toString()))
                .images()
                .get(0)
                .digest();
    }

    private static TagImageRequest request(String repository, String reference, String... tags) {
        return new TagImageRequest(null, repository, reference, List.of(tags), false);
    }

    @Test
    void writesTheManifestAloneByteForByte() {
        // Given
        Digest digest = push("tag/app:1");
        try (ScriptedServer watched = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            TagImageReply reply =
                    await(client.withRegistry(watched.url()).tagImage(request("tag/app", "1", "2", "latest", "2")));
            // Then
            assertThat(reply.digest()).isEqualTo(digest);
            assertThat(reply.tags()).containsExactly(new Tagged("2", true, null), new Tagged("latest", true, null));
            assertThat(watched.requests()).noneMatch(line -> line.contains("/blobs/"));
            assertThat(await(client.headManifest("tag/app", "latest")).digest()).isEqualTo(digest);
        }
    }

    @Test
    void asksOnlyWhereAllTagsHaveTheDigest() {
        // Given
        Digest digest = push("same/app:1");
        await(client.tagImage("same/app", "1", "2"));
        try (ScriptedServer watched = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()))) {
            // When
            TagImageReply reply =
                    await(client.withRegistry(watched.url()).tagImage(request("same/app", digest.toString(), "2")));
            // Then
            assertThat(reply.tags()).containsExactly(new Tagged("2", false, digest));
            assertThat(watched.requests())
                    .allMatch(line -> line.startsWith("HEAD "))
                    .hasSize(2);
        }
    }

    @Test
    void movesATagAndTellsWhereItWas() {
        // Given
        Digest old = push("move/app:stable");
        Digest other = push("move/app:next");
        // When
        TagImageReply reply = await(client.tagImage("move/app", "next", "stable"));
        // Then
        assertThat(reply.tags()).containsExactly(new Tagged("stable", true, old));
        assertThat(await(client.headManifest("move/app", "stable")).digest()).isEqualTo(other);
    }

    @Test
    void writesNothingWhereOneOfTheTagsIsTaken() {
        // Given
        Digest old = push("taken/app:stable");
        push("taken/app:next");
        // When
        RegistryException failure = failure(
                client.tagImage(new TagImageRequest(null, "taken/app", "next", List.of("new", "stable"), true)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure).hasMessageContaining("taken/app").hasMessageEndingWith("under stable");
        assertThat(failure.hint().orElseThrow()).contains("nothing was written");
        assertThat(await(client.listTags("taken/app"))).containsExactly("next", "stable");
        assertThat(await(client.headManifest("taken/app", "stable")).digest()).isEqualTo(old);
    }

    @Test
    void tellsWhichTagMayNotBeMovedAndWhatWasWrittenBefore() {
        // Given
        push("fixed/app:stable");
        push("fixed/app:next");
        try (ScriptedServer immutable = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT") && exchange.uri().endsWith("/stable")) {
                exchange.answer(400, Map.of("Content-Type", "application/json"), IMMUTABLE);
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure = failure(
                    client.withRegistry(immutable.url()).tagImage(request("fixed/app", "next", "first", "stable")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.TAG_IMMUTABLE);
            assertThat(failure).hasMessageContaining("fixed/app:stable").hasMessageEndingWith("before that: first");
            assertThat(failure.status()).isEqualTo(400);
        }
    }

    @Test
    void goesOnAfterAnAnswerThatWasLost() {
        // Given
        Digest digest = push("lost/app:1");
        try (ScriptedServer losing = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("PUT")) {
                exchange.forwardSilently(toolkit.registry());
                exchange.cut();
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            TagImageReply reply = await(client.withRegistry(losing.url()).tagImage(request("lost/app", "1", "2")));
            // Then
            assertThat(reply.tags()).containsExactly(new Tagged("2", true, null));
            assertThat(await(client.headManifest("lost/app", "2")).digest()).isEqualTo(digest);
            assertThat(losing.requests().stream().filter(line -> line.startsWith("PUT")))
                    .hasSize(1);
        }
    }

    @Test
    void sendsNoManifestThatDoesNotHashToItsDigest() {
        // Given
        push("wrong/app:1");
        try (ScriptedServer damaged = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("GET")) {
                exchange.answer(200, Map.of("Content-Type", MediaType.OCI_INDEX), "{\"manifests\":[]}");
            } else {
                exchange.forward(toolkit.registry());
            }
        })) {
            // When
            RegistryException failure =
                    failure(client.withRegistry(damaged.url()).tagImage(request("wrong/app", "1", "2")));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
            assertThat(damaged.requests()).noneMatch(line -> line.startsWith("PUT"));
        }
    }

    @Test
    void saysWhatIsNotThereAndWhatIsNoTag() {
        assertThat(failure(client.tagImage("no/such", "1", "2")).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure(client.tagImage("no/such", "1", "-x")).kind()).isEqualTo(FailureKind.NAME_INVALID);
        assertThat(failure(client.tagImage("no/such", "1"))).hasMessage("field 'tags' has 0, it takes 1 to 100");
    }
}
