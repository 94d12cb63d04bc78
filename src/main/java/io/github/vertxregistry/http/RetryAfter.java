package io.github.vertxregistry.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

/** How long a registry asks to be left alone. */
final class RetryAfter {
    private static final long MOST_S = 86_400;

    private RetryAfter() {}

    /**
     * Returns the milliseconds of an answer's {@code Retry-After}, a day at the most and 0 where it says nothing (RFC 9110,
     * 10.2.3): seconds, or a date, which is compared with the registry's own clock.
     */
    static long milliseconds(HttpAnswer answer) {
        OptionalLong seconds = answer.number("Retry-After");
        if (seconds.isPresent()) {
            return Math.min(seconds.getAsLong(), MOST_S) * 1_000;
        }
        Optional<ZonedDateTime> until = date(answer, "Retry-After");
        Optional<ZonedDateTime> now = date(answer, "Date");
        if (until.isEmpty() || now.isEmpty()) {
            return 0;
        }
        long wait = Duration.between(now.get(), until.get()).toSeconds();
        return Math.min(Math.max(0, wait), MOST_S) * 1_000;
    }

    private static Optional<ZonedDateTime> date(HttpAnswer answer, String header) {
        try {
            return answer.header(header).map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
