package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;
import java.util.Objects;

/**
 * A file of an image, or what else has a name there.
 *
 * @param path its path from the image's root, without a slash before it
 * @param type {@code file}, {@code folder}, {@code symlink}, {@code hardlink}, {@code character-device}, {@code block-device} or
 *     {@code fifo}
 * @param mode its permissions as octal digits, such as {@code 0644}
 * @param uid the user's number
 * @param gid the group's number
 * @param size its length in bytes; of what is no file 0
 * @param modified when it was last changed, in seconds since 1970
 * @param link what a link leads to, or null
 * @param attributes the names of its extended attributes
 * @param layer the layer that it is seen from
 */
public record ImageFile(
        String path,
        String type,
        String mode,
        long uid,
        long gid,
        long size,
        long modified,
        String link,
        List<String> attributes,
        Digest layer) {
    public ImageFile {
        Objects.requireNonNull(path);
        Objects.requireNonNull(type);
        attributes = attributes == null ? List.of() : List.copyOf(attributes);
    }
}
