package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import java.util.List;

/**
 * What an image is made of and how it is run. Texts that its config leaves out are null.
 *
 * @param repository the repository
 * @param tag the tag that was asked for, or null
 * @param digest the digest of the manifest described: of an index, the one chosen
 * @param mediaType its media type
 * @param manifest its exact text
 * @param architecture the processor
 * @param os the operating system
 * @param created when it was made
 * @param configSize bytes of the config
 * @param layerSize bytes of the layers as the registry has them
 * @param totalSize bytes of manifest, config and layers
 * @param layerCount how many layers
 * @param config how a container of it is run
 * @param layers the layers, lowest first
 * @param diffIds the digests of the uncompressed layers
 * @param history how each layer came to be
 * @param platforms what an index offers; empty where the reference is one image
 */
public record ImageInfo(
        String repository,
        String tag,
        Digest digest,
        String mediaType,
        String manifest,
        String architecture,
        String os,
        String created,
        long configSize,
        long layerSize,
        long totalSize,
        int layerCount,
        ImageConfig.Container config,
        List<Descriptor> layers,
        List<Digest> diffIds,
        List<ImageConfig.History> history,
        List<String> platforms) {
    public ImageInfo {
        layers = List.copyOf(layers);
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
        platforms = platforms == null ? List.of() : List.copyOf(platforms);
    }
}
