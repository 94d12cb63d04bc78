package io.github.vertxregistry.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedOddRequestTest {
    private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 5x",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: chunked\r\nContent-Length: 1",
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Content-Length : 5",
                "Content-Length\u0000: 5",
                "A header without a colon"
            })
    void takesNothingWhoseLengthIsInDoubt(String headers) throws IOException {
        // Given
        try (RawConnection connection = registry.connect()) {
            // When
            connection
                    .head("PATCH " + registry.upload("team/app") + " HTTP/1.1", headers)
                    .send("GET /v2/ HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            // Then
            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.closedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nabc\r\n", "ffffffffffffffffff\r\nabc\r\n", "-3\r\nabc\r\n"})
    void refusesChunksThatAreNone(String body) throws IOException {
        // Given
        String location = registry.upload("team/app");
        try (RawConnection connection = registry.connect()) {
            // When
            connection
                    .head("PATCH " + location + " HTTP/1.1", "Transfer-Encoding: chunked")
                    .send(body.getBytes(StandardCharsets.US_ASCII));

            // Then
            assertThat(connection.endsWithin(List.of(400, 500))).isTrue();
            assertThat(EmbeddedFixture.header(registry.get(location), "Range")).isEqualTo("0-0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET v2/ HTTP/1.1", "OPTIONS * HTTP/1.1", "GET ?n=1 HTTP/1.1", "GET /v2/%zz/tags/list HTTP/1.1"})
    void answersAPathThatIsNoneInTheFormOfTheSpec(String line) throws IOException {
        // Given
        try (RawConnection connection = registry.connect()) {
            // When
            RawConnection.Answer answer = connection.head(line).answer();

            // Then
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
            assertThat(answer.body()).contains("\"errors\"");
            assertThat(connection.head("GET /v2/ HTTP/1.1").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesALineThatIsTooLong() throws IOException {
        // Given
        try (RawConnection connection = registry.connect()) {
            // When
            RawConnection.Answer answer = connection
                    .head("POST " + UPLOADS + "?digest=" + "a".repeat(20_000) + " HTTP/1.1")
                    .answer();

            // Then
            assertThat(answer.status()).isEqualTo(414);
            assertThat(connection.closedByServer()).isTrue();
        }
    }

    @Test
    void takesNamesFromThePathAndNotFromTheQuery() {
        // Given
        registry.image("team/app", "1");

        // When
        int status = registry.get("/v2/other/manifests/1?name=team%2Fapp&param0=team%2Fapp")
                .statusCode();

        // Then
        assertThat(status).isEqualTo(404);
    }

    @Test
    void answersInTheOrderOfTheRequests() throws IOException {
        // Given
        registry.image("team/app", "1");
        try (RawConnection connection = registry.connect()) {
            // When
            connection
                    .head("GET /v2/team/app/tags/list HTTP/1.1")
                    .head("GET /nothing HTTP/1.1")
                    .head("PUT /v2/team/app/manifests/.x HTTP/1.1", "Content-Length: 3")
                    .send("abc".getBytes(StandardCharsets.US_ASCII))
                    .head("GET /v2/ HTTP/1.1");

            // Then
            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.answer().status()).isEqualTo(404);
            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.answer().body()).isEqualTo("{}");
        }
    }
}
