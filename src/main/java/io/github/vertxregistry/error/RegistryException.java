package io.github.vertxregistry.error;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Every failure of the toolkit: its {@link FailureKind}, a sentence that names the thing concerned, and a hint at the way
 * out. Instances are immutable but for the stack trace, which is left out: the message says where.
 */
public class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final transient Details details;

    /** What may come with a failure besides its message. */
    record Details(String hint, int status, List<RegistryError> errors, Boolean retryable, long retryAfterMs) {
        static final Details NONE = new Details(null, 0, List.of(), null, 0);
    }

    RegistryException(FailureKind kind, String message, Throwable cause, Details details) {
        super(message, cause, false, false);
        this.kind = Objects.requireNonNull(kind);
        this.details = details;
    }

    /** Returns a failure of that kind; the subtype is the one that belongs to the kind. */
    public static RegistryException of(FailureKind kind, String message) {
        return build(kind, message, null, Details.NONE);
    }

    /** Returns a {@link FailureKind#BAD_REQUEST} that names the field. */
    public static RegistryException badField(String field, String problem) {
        return of(FailureKind.BAD_REQUEST, "field '" + field + "' " + problem);
    }

    /** Returns a {@link FailureKind#BAD_REQUEST} that names the configuration's key, with its section. */
    public static RegistryException badKey(String key, String problem) {
        return of(FailureKind.BAD_REQUEST, "key '" + key + "' " + problem);
    }

    private static RegistryException build(FailureKind kind, String message, Throwable cause, Details details) {
        return switch (kind) {
            case TAR_UNREADABLE -> new TarReadException(message, cause, details);
            case TAR_INVALID -> new ValidationException(message, cause, details);
            default -> new RegistryException(kind, message, cause, details);
        };
    }

    /** Returns this failure with a hint: one sentence that tells the reader what to do. */
    public RegistryException withHint(String hint) {
        return with(new Details(hint, details.status, details.errors, details.retryable, details.retryAfterMs));
    }

    /** Returns this failure with the HTTP status and the registry's own error entries. */
    public RegistryException withAnswer(int status, List<RegistryError> errors) {
        return with(new Details(details.hint, status, List.copyOf(errors), details.retryable, details.retryAfterMs));
    }

    /** Returns this failure with its own word on whether a later try may succeed, and after how many milliseconds. */
    public RegistryException withRetry(boolean retryable, long retryAfterMs) {
        return with(new Details(details.hint, details.status, details.errors, retryable, retryAfterMs));
    }

    /** Returns this failure with the exception that led to it. */
    public RegistryException withCause(Throwable cause) {
        return build(kind, getMessage(), cause, details);
    }

    private RegistryException with(Details changed) {
        return build(kind, getMessage(), getCause(), changed);
    }

    /** Returns the kind of failure. */
    public FailureKind kind() {
        return kind;
    }

    /** Returns what the reader may do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(details().hint);
    }

    /** Returns the HTTP status that the registry answered with, or 0 where no answer led to the failure. */
    public int status() {
        return details().status;
    }

    /** Returns the registry's own error entries, in its order. */
    public List<RegistryError> errors() {
        return details().errors;
    }

    /** Returns whether the same request may succeed later. */
    public boolean retryable() {
        return details().retryable == null ? kind.retryable() : details().retryable;
    }

    /** Returns how many milliseconds to wait before trying again, or 0 where nothing was said. */
    public long retryAfterMs() {
        return details().retryAfterMs;
    }

    /** Returns whether the registry's own errors hold that code. */
    public boolean hasErrorCode(String code) {
        return errors().stream().anyMatch(error -> error.code().equals(code));
    }

    private Details details() {
        return details == null ? Details.NONE : details;
    }
}
