package io.github.vertxregistry.error;

/**
 * One entry of a registry's error body, as the registry wrote it (OCI Distribution, "Error codes").
 *
 * @param code the registry's code, such as {@code BLOB_UNKNOWN}; empty where it gave none
 * @param message the registry's words; empty where it gave none
 */
public record RegistryError(String code, String message) {
    public RegistryError {
        code = code == null ? "" : code;
        message = message == null ? "" : message;
    }

    @Override
    public String toString() {
        if (code.isEmpty()) {
            return message;
        }
        return message.isEmpty() ? code : code + ": " + message;
    }
}
