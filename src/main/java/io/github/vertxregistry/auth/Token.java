package io.github.vertxregistry.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.model.JsonText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A bearer token. {@link #toString} does not show it.
 *
 * @param value the token
 * @param refreshToken what the next one is got with, where the server gave a new one; or null
 * @param granted what it was asked for
 * @param renewNs from when on, by the clock of {@link System#nanoTime}, another one is got
 */
record Token(String value, String refreshToken, ScopeSet granted, long renewNs) {
    /** Distribution, "Token Authentication Specification": what a server that tells no lifetime means, in seconds. */
    private static final long USUAL_LIFETIME_S = 60;

    private static final long MAX_LIFETIME_S = TimeUnit.DAYS.toSeconds(1);
    private static final long MOST_EARLY_MS = 10_000;
    private static final int MAX_LENGTH = 48 << 10;
    /** RFC 6750, 2.1, and what else can stand in a header: some registries' tokens are no b64token. */
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}+");

    /** Reads a token server's answer; fails with {@code REGISTRY_FAULT}, and without a word of the answer. */
    static Token read(HttpAnswer answer, ScopeSet granted, long askedNs) {
        JsonNode json = json(answer);
        String value = json.path("token").asText("");
        if (value.isEmpty()) {
            value = json.path("access_token").asText("");
        }
        if (!SENDABLE.matcher(value).matches()) {
            throw answer.senseless("the answer has no token that could be sent");
        }
        String refresh = json.path("refresh_token").asText("");
        return new Token(
                value,
                SENDABLE.matcher(refresh).matches() ? refresh : null,
                granted,
                askedNs + TimeUnit.MILLISECONDS.toNanos(usableMs(json, answer)));
    }

    private static JsonNode json(HttpAnswer answer) {
        try {
            return JsonText.readObject(answer.body().getBytes(), FailureKind.REGISTRY_FAULT, "token");
        } catch (RegistryException e) {
            // Its message may quote what it could not read.
            throw answer.senseless("the answer is no JSON object with a token");
        }
    }

    /**
     * Renewed a little early, since clocks and ways differ. A token from a server's own cache is older than its answer: by
     * {@code issued_at} and the server's clock, which is the {@code Date} of the answer, and not ours.
     */
    private static long usableMs(JsonNode json, HttpAnswer answer) {
        JsonNode said = json.path("expires_in");
        long seconds = said.canConvertToLong() && said.isIntegralNumber() ? said.asLong() : USUAL_LIFETIME_S;
        long lifetimeMs = TimeUnit.SECONDS.toMillis(Math.max(0, Math.min(seconds, MAX_LIFETIME_S)));
        long ageMs = date(answer)
                .flatMap(now -> instant(json.path("issued_at").asText(""))
                        .map(issued -> Duration.between(issued, now).toMillis()))
                .orElse(0L);
        long leftMs = ageMs > 0 && ageMs < lifetimeMs ? lifetimeMs - ageMs : lifetimeMs;
        return leftMs - Math.min(MOST_EARLY_MS, leftMs / 5);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(HttpAnswer answer) {
        try {
            return answer.header("Date").map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean isFresh(long nowNs) {
        return nowNs - renewNs < 0;
    }

    @Override
    public String toString() {
        return "Token[" + granted.texts() + "]";
    }
}
