package io.github.vertxregistry.model;

import java.util.List;

/**
 * One image of a tar as {@code docker image inspect} would show it. Texts that the config leaves out are null.
 *
 * @param id the digest of the config
 * @param repoTags its names as the tar has them
 * @param created when it was made
 * @param architecture the processor
 * @param os the operating system
 * @param author who made it
 * @param config how a container of it is run
 * @param layers its layers as they lie in the tar, lowest first
 * @param diffIds the digests of the uncompressed layers
 * @param history how each layer came to be
 * @param size bytes of config and layers as they lie in the tar
 * @param virtualSize bytes of this image and all that it stands on; the same as {@code size}, as since Docker 1.10 a tar
 *     holds all layers
 */
public record InspectedImage(
        Digest id,
        List<String> repoTags,
        String created,
        String architecture,
        String os,
        String author,
        ImageConfig.Container config,
        List<Layer> layers,
        List<Digest> diffIds,
        List<ImageConfig.History> history,
        long size,
        long virtualSize) {
    /** A layer as it lies in the tar. */
    public record Layer(String entry, Digest digest, long size, Compression compression) {}
}
