package io.github.vertxregistry.error;

/** A tar can be read but holds no valid image: always {@link FailureKind#TAR_INVALID}. */
public final class ValidationException extends RegistryException {
    private static final long serialVersionUID = 1L;

    ValidationException(String message, Throwable cause, Details details) {
        super(FailureKind.TAR_INVALID, message, cause, details);
    }
}
