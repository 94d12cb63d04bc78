package io.github.vertxregistry.message;

import io.github.vertxregistry.error.RegistryException;
import java.util.List;

/**
 * A file that an artifact is made of.
 *
 * @param path where it is on the node that answers
 * @param title the name that it has in the artifact, which may have folders; its own name where null
 * @param mediaType the type of its layer; {@code application/vnd.oci.image.layer.v1.tar} where null, as ORAS has it
 */
public record ArtifactFile(String path, String title, String mediaType) {
    static final int MAX_TITLE = 1_024;
    private static final int MAX_DEPTH = 32;

    public ArtifactFile {
        Fields.file("path", path);
        Fields.mediaType("mediaType", mediaType);
        title = title == null ? path.substring(path.lastIndexOf('/') + 1) : title;
        if (!isTitle(title)) {
            throw RegistryException.badField("title", "is not the name of a file below a folder");
        }
    }

    /** Returns a file under its own name. */
    public static ArtifactFile of(String path) {
        return new ArtifactFile(path, null, null);
    }

    /** Returns whether a file of that name lies below the folder that it is put into, whatever the system. */
    public static boolean isTitle(String title) {
        List<String> parts = List.of(title.split("/", -1));
        return title.length() <= MAX_TITLE
                && parts.size() <= MAX_DEPTH
                && parts.stream().noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
                && title.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    }
}
