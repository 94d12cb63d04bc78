package io.github.vertxregistry.message;

/**
 * Names a tar and an image in it.
 *
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 * @param image a name or an id of an image; null for all
 */
public record TarImageRequest(String tar, String image) implements NamesFile {
    public TarImageRequest {
        Fields.path(tar);
    }
}
