package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPathTest {
    @TempDir
    Path outside;

    private EmbeddedFixture registry;

    @BeforeEach
    void start() {
        registry = EmbeddedFixture.over(outside.resolve("storage"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/../../etc/manifests/passwd",
                "/v2/a/../b/manifests/x",
                "/v2/%2e%2e/manifests/x",
                "/v2/a%2f..%2f..%2fb/manifests/x",
                "/v2/a/%2e%2e/%2e%2e/blobs/uploads/",
                "/v2/./manifests/x",
                "/v2/a//b/manifests/x",
                "/v2/_uploads/manifests/x",
                "/v2/a/_manifests/tags/list",
                "/v2/UPPER/tags/list",
                "/v2/a\\..\\b/tags/list",
                "/v2/a%00/tags/list"
            })
    void refusesNamesThatAreNone(String path) throws IOException {
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            // When
            RawConnection.Answer answer = send(method, path);

            // Then
            assertThat(answer.status()).isIn(400, 405);
            assertThat(answer.body()).containsAnyOf("NAME_INVALID", "UNSUPPORTED");
        }
        assertNothingEscaped();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/a/manifests/..",
                "/v2/a/manifests/%2e%2e%2f%2e%2e%2fx",
                "/v2/a/manifests/sha256:../../../x",
                "/v2/a/manifests/sha256:%2e%2e%2fx",
                "/v2/a/blobs/..",
                "/v2/a/blobs/sha256%3A..%2F..",
                "/v2/a/blobs/uploads/..",
                "/v2/a/blobs/uploads/%2e%2e%2f%2e%2e",
                "/v2/a/referrers/..%2f"
            })
    void refusesReferencesThatLeadOut(String path) throws IOException {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            // When
            RawConnection.Answer answer = send(method, path);

            // Then
            assertThat(answer.status()).isIn(400, 404, 405);
        }
        assertNothingEscaped();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/", "/v2/x", "/v2/a/b/c", "/v2/a/tags", "/v3/a/tags/list", "/v2/a/blobs/"})
    void knowsNoOtherPath(String path) {
        // When
        HttpResponse<byte[]> response = registry.get(path);

        // Then
        assertRefused(response, 404, "NOT_FOUND");
    }

    @Test
    void saysWhichMethodsAPathHas() {
        // When
        HttpResponse<byte[]> response = registry.post("/v2/team/app/tags/list");

        // Then
        assertRefused(response, 405, "UNSUPPORTED");
        assertThat(EmbeddedFixture.header(response, "Allow")).isEqualTo("GET");
    }

    @Test
    void refusesAQueryThatCannotBeDecoded() throws IOException {
        // When
        RawConnection.Answer answer = send("GET", "/v2/_catalog?n=%zz");

        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void takesNamesLikeTheWordsOfItsOwnPaths() {
        // Given
        String name = "blobs/uploads/manifests/tags/list";

        // When
        registry.image(name, "list");

        // Then
        assertThat(registry.get("/v2/" + name + "/manifests/list").statusCode()).isEqualTo(200);
        assertThat(registry.get("/v2/" + name + "/tags/list").statusCode()).isEqualTo(200);
    }

    private RawConnection.Answer send(String method, String path) throws IOException {
        try (RawConnection connection = registry.connect()) {
            return connection
                    .head(method + " " + path + " HTTP/1.1", "Content-Length: 2")
                    .send("{}".getBytes(StandardCharsets.US_ASCII))
                    .answer();
        }
    }

    private void assertNothingEscaped() throws IOException {
        try (Stream<Path> files = Files.walk(outside)) {
            assertThat(files.map(file -> outside.relativize(file).toString()))
                    .containsExactlyInAnyOrder("", "storage", "storage/tmp", "storage/repositories", "storage/uploads");
        }
    }
}
