package io.github.vertxregistry.error;

/** A tar cannot be read: always {@link FailureKind#TAR_UNREADABLE}. */
public final class TarReadException extends RegistryException {
    private static final long serialVersionUID = 1L;

    TarReadException(String message, Throwable cause, Details details) {
        super(FailureKind.TAR_UNREADABLE, message, cause, details);
    }
}
