package io.github.vertxregistry.message;

/**
 * Asks for all that is wrong with a tar.
 *
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 * @param deep whether every blob is read and hashed
 */
public record TarValidateRequest(String tar, Boolean deep) implements NamesFile {
    public TarValidateRequest {
        Fields.path(tar);
        deep = deep != null && deep;
    }
}
