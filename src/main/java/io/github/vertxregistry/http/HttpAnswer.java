package io.github.vertxregistry.http;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry's answer, its body capped.
 *
 * @param call the request that it answers
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body, or as much of an error's body as is shown
 */
public record HttpAnswer(HttpCall call, int status, MultiMap headers, Buffer body) {
    private static final int LEAST_SECRET = 4;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    public HttpAnswer {
        Objects.requireNonNull(call);
        Objects.requireNonNull(headers);
        Objects.requireNonNull(body);
    }

    /** Returns whether the status is one of these. */
    public boolean is(int... statuses) {
        for (int expected : statuses) {
            if (status == expected) {
                return true;
            }
        }
        return false;
    }

    /** Returns this answer if its status is one of these, else throws what the answer means. */
    public HttpAnswer require(int... statuses) {
        if (!is(statuses)) {
            throw failure();
        }
        return this;
    }

    /** Returns this answer unless it is an HTML page, which a proxy or a web server sends and no registry does. */
    public HttpAnswer requireNoPage() {
        if (header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html")) {
            throw senseless("it answers with an HTML page, as no registry does");
        }
        return this;
    }

    /** Returns a header's first value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns a header's first value, where it is a number that is not negative. */
    public OptionalLong number(String name) {
        return header(name)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /** Returns the same, its body without these secrets, those that are null or too short to be one passed over. */
    public HttpAnswer without(Stream<String> secrets) {
        String text = body.toString(StandardCharsets.ISO_8859_1);
        List<String> echoed = secrets.filter(secret -> secret != null && secret.length() >= LEAST_SECRET)
                .map(secret -> new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .filter(text::contains)
                .toList();
        for (String secret : echoed) {
            text = text.replace(secret, "***");
        }
        return echoed.isEmpty()
                ? this
                : new HttpAnswer(call, status, headers, Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Returns the failure that this answer means. */
    public RegistryException failure() {
        return AnswerFailure.of(this);
    }

    /** Returns a {@link FailureKind#REGISTRY_FAULT}: the answer makes no sense, for that reason. */
    public RegistryException senseless(String why) {
        return RegistryException.of(FailureKind.REGISTRY_FAULT, AnswerFailure.subject(call) + ": " + why)
                .withHint("is there a registry at " + call.origin() + "?")
                .withAnswer(status, List.of())
                .withRetry(false, 0);
    }
}
