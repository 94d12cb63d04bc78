package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.Base64;
import java.util.Objects;

/**
 * A file of an image.
 *
 * @param digest the digest of the image's manifest; of one in a tar its id
 * @param found the file, links followed
 * @param content its bytes in base64, or null where they were written to a file
 */
public record ReadFileReply(Digest digest, ImageFile found, String content) {
    public ReadFileReply {
        Objects.requireNonNull(found);
    }

    /** Returns its bytes. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(content);
    }
}
