package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * Files of an image, by their paths' order.
 *
 * @param digest the digest of the image's manifest; of one in a tar its id
 * @param path what was listed, symbolic links followed
 * @param files the files, at most as many as were asked for
 * @param total how many there are
 */
public record ListFilesReply(Digest digest, String path, List<ImageFile> files, long total) {
    public ListFilesReply {
        files = List.copyOf(files);
    }
}
