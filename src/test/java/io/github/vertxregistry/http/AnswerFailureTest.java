package io.github.vertxregistry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer means depends on what was asked. */
class AnswerFailureTest {
    @ParameterizedTest
    @CsvSource({
        "PUT, /v2/a/manifests/1, 409, X, TAG_IMMUTABLE",
        "GET, /v2/a/manifests/1, 403, X, DENIED",
        "PUT, /v2/a/blobs/uploads/1, 409, X, CONFLICT",
        "PUT, /v2/a/manifests/1, 429, X, TOO_MANY_REQUESTS",
        "DELETE, /v2/a/manifests/1, 400, DIGEST_INVALID, UNSUPPORTED",
        "GET, /v2/a/manifests/1, 400, MANIFEST_UNKNOWN, NOT_FOUND",
        "PATCH, /v2/a/blobs/uploads/1, 400, BLOB_UPLOAD_UNKNOWN, REGISTRY_FAULT",
    })
    void looksAtTheRequest(String method, String uri, int status, String code, FailureKind kind) {
        // When
        RegistryException failure = answer(
                        method,
                        uri,
                        status,
                        "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"it is immutable\"}]}",
                        MultiMap.caseInsensitiveMultiMap())
                .failure();
        // Then
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"400, TAG_IMMUTABLE", "403, TAG_IMMUTABLE", "409, TAG_IMMUTABLE", "500, REGISTRY_FAULT"})
    void knowsAnImmutableTagByPlainWords(int status, FailureKind kind) {
        // When
        RegistryException failure = answer(
                        "PUT",
                        "/v2/a/manifests/1",
                        status,
                        "Tag 1 is Immutable, it cannot be overwritten",
                        MultiMap.caseInsensitiveMultiMap().set("Content-Type", "text/plain"))
                .failure();
        // Then
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("cannot be overwritten");
    }

    @Test
    void readsADateToWaitFor() {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Date", "Mon, 23 Nov 2026 12:00:00 GMT")
                .set("Retry-After", "Mon, 23 Nov 2026 12:00:30 GMT");
        // When
        RegistryException failure =
                answer("GET", "/v2/", 429, "slow\u0007 ".repeat(40), headers).failure();
        // Then
        assertThat(failure.retryAfterMs()).isEqualTo(30_000);
        assertThat(failure.hint().orElseThrow()).contains("30 s");
        assertThat(failure.getMessage()).hasSizeGreaterThan(200).doesNotContain("\u0007");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/, 405, something else answers",
        "GET, /v2/_catalog, 404, not every registry lists its repositories",
        "PUT, /v2/a/manifests/1, 501, something else answers",
        "DELETE, /v2/a/manifests/1, 405, deletion",
        "PUT, /v2/a/manifests/1, 413, only its own configuration",
        "PATCH, /v2/a/blobs/uploads/1, 413, --upload chunked",
        "GET, /v2/, 401, credentials",
    })
    void hintsAtWhatHelpsTheRequestThatFailed(String method, String uri, int status, String hint) {
        // When
        RegistryException failure = answer(method, uri, status, "", MultiMap.caseInsensitiveMultiMap())
                .failure();
        // Then
        assertThat(failure.hint().orElseThrow()).contains(hint);
    }

    private static HttpAnswer answer(String method, String uri, int status, String body, MultiMap headers) {
        HttpCall call = HttpCall.of(HttpMethod.valueOf(method), Origin.of("http://127.0.0.1:1"), uri, "do it");
        return new HttpAnswer(call, status, headers, Buffer.buffer(body));
    }
}
