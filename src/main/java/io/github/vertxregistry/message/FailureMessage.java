package io.github.vertxregistry.message;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryError;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A failure as it travels: the text of {@code message.fail(code, text)}, compact JSON. Needs no codec in a cluster.
 *
 * @param kind the {@link FailureKind}'s name
 * @param message what failed, naming the thing concerned
 * @param hint what to do about it, or null
 * @param status the HTTP status of the registry's answer, or null
 * @param errors the registry's own error entries, or null
 * @param retryable whether the same request may succeed later
 * @param retryAfterMs how many milliseconds to wait before that, or null
 */
public record FailureMessage(
        String kind,
        String message,
        String hint,
        Integer status,
        List<RegistryError> errors,
        boolean retryable,
        Long retryAfterMs) {

    /** Returns the message of a failure. */
    public static FailureMessage of(RegistryException failure) {
        return new FailureMessage(
                failure.kind().name(),
                failure.getMessage(),
                failure.hint().orElse(null),
                failure.status() == 0 ? null : failure.status(),
                failure.errors().isEmpty() ? null : failure.errors(),
                failure.retryable(),
                failure.retryAfterMs() == 0 ? null : failure.retryAfterMs());
    }

    /** Reads what a reply failure of that code and text tells; text that is not ours becomes the failure's message. */
    public static RegistryException read(int code, String text) {
        FailureKind kind = FailureKind.ofCode(code).orElse(FailureKind.INTERNAL);
        try {
            return JsonBinding.fromJson(new JsonObject(text), FailureMessage.class)
                    .toException(kind);
        } catch (DecodeException | NullPointerException | RegistryException e) {
            return RegistryException.of(kind, text == null ? "no reason was given" : text);
        }
    }

    private RegistryException toException(FailureKind kindOfCode) {
        RegistryException failure = RegistryException.of(kindOfCode, message).withHint(hint);
        if (status != null || errors != null) {
            failure = failure.withAnswer(status == null ? 0 : status, errors == null ? List.of() : errors);
        }
        return failure.withRetry(retryable, retryAfterMs == null ? 0 : retryAfterMs);
    }

    /** Returns the compact JSON text. */
    public String encode() {
        return toJson().encode();
    }

    /** Returns the fields as JSON. */
    public JsonObject toJson() {
        return JsonBinding.toJson(this);
    }
}
