package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.EmbeddedLimits;
import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedCutTest {
    private static final byte[] CONTENT = new byte[3_000_000];
    private static final Digest DIGEST;

    static {
        new Random(2).nextBytes(CONTENT);
        DIGEST = Digest.sha256(CONTENT);
    }

    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void keepsWhatArrivedBeforeACutAndGoesOnFromThere() throws IOException {
        // Given
        String location = registry.upload("team/app");
        RawConnection connection = registry.connect();
        connection
                .head("PATCH " + location + " HTTP/1.1", "Content-Length: " + CONTENT.length)
                .send(Arrays.copyOf(CONTENT, 2_000_000));
        awaitRange(registry, location, 2_000_000);

        // When
        connection.close();
        int next = rangeEnd(registry, location) + 1;
        HttpResponse<byte[]> rest = registry.send(
                "PATCH",
                location,
                Arrays.copyOfRange(CONTENT, next, CONTENT.length),
                "Content-Range",
                next + "-" + (CONTENT.length - 1));

        // Then
        assertThat(next).isEqualTo(2_000_000);
        assertThat(rest.statusCode()).isEqualTo(202);
        assertThat(registry.send("PUT", location + "?digest=" + DIGEST, new byte[0])
                        .statusCode())
                .isEqualTo(201);
        assertThat(registry.get("/v2/team/app/blobs/" + DIGEST).body()).isEqualTo(CONTENT);
    }

    @Test
    void keepsWhatArrivedBeforeACutOfTheClosingRequest() throws IOException {
        // Given
        String location = registry.upload("team/app");
        RawConnection connection = registry.connect();
        connection
                .head("PUT " + location + "?digest=" + DIGEST + " HTTP/1.1", "Content-Length: " + CONTENT.length)
                .send(Arrays.copyOf(CONTENT, 1_000_000));
        awaitRange(registry, location, 1_000_000);

        // When
        connection.close();
        HttpResponse<byte[]> response = registry.send(
                "PUT",
                location + "?digest=" + DIGEST,
                Arrays.copyOfRange(CONTENT, 1_000_000, CONTENT.length),
                "Content-Range",
                "1000000-" + (CONTENT.length - 1));

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
    }

    @Test
    void letsASecondRequestWaitForTheFirst() throws IOException {
        // Given
        String location = registry.upload("team/app");
        try (RawConnection first = registry.connect();
                RawConnection second = registry.connect()) {
            first.head("PATCH " + location + " HTTP/1.1", "Content-Length: 100").send(new byte[50]);
            awaitRange(registry, location, 50);

            // When
            second.head("PATCH " + location + " HTTP/1.1", "Content-Length: 60", "Content-Range: 0-59")
                    .send(new byte[60]);
            first.send(new byte[50]);

            // Then
            assertThat(first.answer().status()).isEqualTo(202);
            RawConnection.Answer refused = second.answer();
            assertThat(refused.status()).isEqualTo(416);
            assertThat(refused.headers()).containsEntry("range", "0-99");
            assertThat(second.head("GET /v2/ HTTP/1.1").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void cancelsTheRequestThatWrites() throws IOException {
        // Given
        String location = registry.upload("team/app");
        try (RawConnection writer = registry.connect()) {
            writer.head("PATCH " + location + " HTTP/1.1", "Content-Length: 100")
                    .send(new byte[50]);
            awaitRange(registry, location, 50);

            // When
            HttpResponse<byte[]> response = registry.delete(location);

            // Then
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(writer.answer().status()).isEqualTo(404);
            assertThat(writer.closedByServer()).isTrue();
        }
    }

    @Test
    void givesUpABodyThatStalls() throws IOException {
        // Given
        try (EmbeddedFixture impatient = EmbeddedFixture.stallingAfter(Duration.ofMillis(250))) {
            String location = impatient.upload("team/app");
            try (RawConnection writer = impatient.connect()) {
                // When
                writer.head("PATCH " + location + " HTTP/1.1", "Content-Length: 100")
                        .send(new byte[50]);

                // Then
                assertThat(writer.answer().status()).isEqualTo(408);
                assertThat(writer.closedByServer()).isTrue();
                assertThat(header(impatient.get(location), "Range")).isEqualTo("0-49");
            }
        }
    }

    @Test
    void answersEarlyAndLeavesTheConnectionUsable() throws IOException {
        // Given
        EmbeddedConfig small = EmbeddedConfig.defaults().withLimits(new EmbeddedLimits(1_024, null, null, null));
        try (EmbeddedFixture strict = EmbeddedFixture.with(small);
                RawConnection connection = strict.connect()) {
            byte[] body = new byte[5_000_000];

            // When
            for (int i = 0; i < 3; i++) {
                connection
                        .head("PUT /v2/a/manifests/1 HTTP/1.1", "Content-Length: " + body.length)
                        .send(body);
                RawConnection.Answer tooLarge = connection.answer();
                connection
                        .head("PUT /v2/a/manifests/1 HTTP/1.1", "Transfer-Encoding: chunked")
                        .send(chunked(body));
                RawConnection.Answer chunked = connection.answer();
                connection
                        .head("PATCH /v2/a/blobs/uploads/none HTTP/1.1", "Content-Length: " + body.length)
                        .send(body);
                RawConnection.Answer unknown = connection.answer();

                // Then
                assertThat(tooLarge.status()).isEqualTo(413);
                assertThat(chunked.status()).isEqualTo(413);
                assertThat(unknown.status()).isEqualTo(404);
            }
            assertThat(connection.head("GET /v2/ HTTP/1.1").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void asksForTheBodyOnlyWhenItWantsIt() throws IOException {
        // Given
        String location = registry.upload("team/app");
        try (RawConnection wanted = registry.connect();
                RawConnection unwanted = registry.connect()) {
            // When
            wanted.head("PATCH " + location + " HTTP/1.1", "Content-Length: 2", "Expect: 100-continue");
            unwanted.head("PATCH " + location + "0 HTTP/1.1", "Content-Length: 2", "Expect: 100-continue");

            // Then
            assertThat(wanted.answer().status()).isEqualTo(100);
            assertThat(wanted.send("ab".getBytes(StandardCharsets.US_ASCII))
                            .answer()
                            .status())
                    .isEqualTo(202);
            assertThat(unwanted.answer().status()).isEqualTo(404);
            assertThat(unwanted.closedByServer()).isTrue();
        }
    }

    private static byte[] chunked(byte[] body) {
        byte[] head = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body.length + tail.length);
        System.arraycopy(tail, 0, all, head.length + body.length, tail.length);
        return all;
    }

    private static int rangeEnd(EmbeddedFixture registry, String location) {
        return Integer.parseInt(header(registry.get(location), "Range").substring(2));
    }

    private static void awaitRange(EmbeddedFixture registry, String location, int length) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (rangeEnd(registry, location) != length - 1) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
