package io.github.vertxregistry.message;

/**
 * Names a tar.
 *
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 */
public record TarRequest(String tar) implements NamesFile {
    public TarRequest {
        Fields.path(tar);
    }
}
