package io.github.vertxregistry.registry;

import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.ScriptedServer.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a registry gives other bytes than those that were asked for, or none. */
class BlobFaultTest extends BlobFixture {
    private RegistryException whole(Script script) {
        try (ScriptedServer server = ScriptedServer.of(script)) {
            return failure(read(source(server), 0, LENGTH));
        }
    }

    private RegistryException part(Script script) {
        try (ScriptedServer server = ScriptedServer.of(script)) {
            return failure(read(source(server), 1_000, 2_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void anotherLengthIsRefusedAtOnce(int more) {
        // When
        RegistryException failure =
                whole(exchange -> exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + (LENGTH + more) + "\r\n\r\n"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
        assertThat(failure).hasMessageContaining(String.valueOf(LENGTH + more));
    }

    @Test
    void moreThanWasSaidIsRefused() {
        // When
        RegistryException failure = whole(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\n\r\n");
            exchange.out().write(bytes);
            exchange.raw("more");
            exchange.cut();
        });
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
    }

    @Test
    void fewerWithoutALengthAreFewerStill() {
        // When
        RegistryException failure = whole(exchange -> {
            if (exchange.headers().containsKey("Range")) {
                exchange.answer(416, Map.of(), "");
            } else {
                exchange.raw("HTTP/1.1 200 OK\r\n\r\n");
                exchange.out().write(bytes, 0, LENGTH - 1);
                exchange.cut();
            }
        });
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
        assertThat(failure.status()).isEqualTo(416);
    }

    @Test
    void silenceInTheMiddleIsAStall() {
        // When
        RegistryException failure = whole(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\nsome");
            exchange.hang();
        });
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.STALLED);
    }

    @Test
    void cutsThatLeadNowhereEnd() {
        // When
        RegistryException failure = whole(exchange -> serve(exchange, 10));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-1999/1300000",
                "bytes 1000-1299999/1300000",
                "bytes 1000-999/1300000",
                "bytes 1000-2999",
                "1000-2999/1300000",
                "nonsense"
            })
    void anotherRangeIsRefused(String range) {
        // When
        RegistryException failure =
                part(exchange -> exchange.answer(206, Map.of("Content-Range", range), "x".repeat(2_000)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
    }

    @Test
    void aRangeOfAnotherBlobIsRefused() {
        // When
        RegistryException failure = part(
                exchange -> exchange.answer(206, Map.of("Content-Range", "bytes 1000-2999/5000"), "x".repeat(2_000)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.SIZE_MISMATCH);
    }

    @Test
    void anotherDigestIsRefused() {
        // When
        RegistryException failure = whole(exchange ->
                exchange.answer(200, Map.of("Docker-Content-Digest", "sha256:" + "0".repeat(64)), "x".repeat(LENGTH)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
    }

    @Test
    void aMissingBlobIsToldInTheRegistrysWords() {
        // When
        RegistryException failure = whole(exchange -> exchange.answer(
                404, Map.of(), "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("BLOB_UNKNOWN").hasMessageContaining("team/app");
    }

    @Test
    void aPageIsNoBlob() {
        // When
        RegistryException failure =
                whole(exchange -> exchange.answer(200, Map.of("Content-Type", "text/html"), "<html>"));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
    }
}
