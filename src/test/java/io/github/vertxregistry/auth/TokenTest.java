package io.github.vertxregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {
    private static final String NOON = "Tue, 24 Nov 2026 12:00:00 GMT";
    private static final long ASKED_NS = Long.MAX_VALUE - 5;

    private static Token read(String json, String date) {
        HttpCall call = HttpCall.of(HttpMethod.GET, Origin.of("http://localhost:1"), "/token", "get a token");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (date != null) {
            headers.add("Date", date);
        }
        return Token.read(new HttpAnswer(call, 200, headers, Buffer.buffer(json)), ScopeSet.NONE, ASKED_NS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // A tenth of a minute before the end, or a fifth of what is left, whichever is shorter.
                "300 | - | - | 290000",
                "60 | - | - | 50000",
                "- | - | - | 50000",
                "10 | - | - | 8000",
                "1 | - | - | 800",
                "0 | - | - | 0",
                "-5 | - | - | 0",
                "99999999999 | - | - | 86390000",
                "\"300\" | - | - | 50000",
                "1e400 | - | - | 50000",
                // A token of the server's own cache, older than its answer.
                "300 | 2026-11-24T11:58:00Z | Tue, 24 Nov 2026 12:00:00 GMT | 170000",
                "300 | 2026-11-24T12:58:00+01:00 | Tue, 24 Nov 2026 12:00:00 GMT | 170000",
                // Clocks that cannot be right, and what is no time, count for nothing.
                "300 | 2026-11-24T12:03:00Z | Tue, 24 Nov 2026 12:00:00 GMT | 290000",
                "300 | 2026-11-24T10:00:00Z | Tue, 24 Nov 2026 12:00:00 GMT | 290000",
                "300 | 2026-11-24T11:58:00Z | - | 290000",
                "300 | yesterday | Tue, 24 Nov 2026 12:00:00 GMT | 290000",
                "300 | 2026-11-24T11:58:00Z | noon | 290000",
            })
    void isRenewedBeforeItExpires(String expiresIn, String issuedAt, String date, long usableMs) {
        // Given
        String json = "{\"token\":\"t\""
                + (expiresIn == null ? "" : ",\"expires_in\":" + expiresIn)
                + (issuedAt == null ? "" : ",\"issued_at\":\"" + issuedAt + "\"")
                + "}";
        // When
        Token token = read(json, date);
        // Then
        long endNs = ASKED_NS + TimeUnit.MILLISECONDS.toNanos(usableMs);
        assertThat(token.isFresh(endNs - 1)).isTrue();
        assertThat(token.isFresh(endNs)).isFalse();
    }

    @Test
    void isReadUnderEitherName() {
        assertThat(read("{\"token\":\"a\",\"access_token\":\"b\"}", NOON).value())
                .isEqualTo("a");
        assertThat(read("{\"access_token\":\"b\"}", NOON).value()).isEqualTo("b");
        assertThat(read("{\"token\":\"a\",\"refresh_token\":\"r\"}", NOON).refreshToken())
                .isEqualTo("r");
        assertThat(read("{\"token\":\"a\",\"refresh_token\":\"r\\n\"}", NOON).refreshToken())
                .isNull();
    }

    @Test
    void showsNoSecretInItsOwnText() {
        assertThat(read("{\"token\":\"s3cr3t\",\"refresh_token\":\"s3cr3t\"}", NOON)
                        .toString())
                .isEqualTo("Token[[]]");
    }

    @Test
    void scopesAreTheSameInAnyOrder() {
        // Given
        ScopeSet one = ScopeSet.of(List.of("repository:b:push,pull", "repository:a:pull"));
        ScopeSet other = ScopeSet.ofParameter(" repository:a:pull  repository:b:pull repository:b:push ");
        // When / Then
        assertThat(one).isEqualTo(other);
        assertThat(one.texts()).containsExactly("repository:a:pull", "repository:b:pull,push");
        assertThat(one.repository()).isEqualTo("b");
        assertThat(one.withoutSources().texts()).containsExactly("repository:b:pull,push");
        assertThat(one.covers(ScopeSet.of(List.of("repository:b:pull")))).isTrue();
        assertThat(one.covers(ScopeSet.of(List.of("repository:a:push")))).isFalse();
        assertThat(one.covers(ScopeSet.NONE)).isTrue();
        assertThat(ScopeSet.ofParameter("nonsense : a:b").texts()).isEmpty();
    }
}
