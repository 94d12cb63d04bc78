package io.github.vertxregistry.message;

import java.util.List;

/**
 * What a pull has written.
 *
 * @param tar the path of the tar or the folder
 * @param size its length in bytes, or that of all files of the folder
 * @param images one entry for each image that was asked for
 * @param blobs layers, configs and other blobs in it, each once
 * @param bytes bytes of blobs that came from the registry
 * @param resumed bytes of blobs that a pull which was broken off had written
 * @param warnings what was left out or may not be loaded everywhere, a sentence each
 */
public record PullReply(
        String tar, long size, List<PulledImage> images, int blobs, long bytes, long resumed, List<String> warnings) {
    public PullReply {
        images = List.copyOf(images);
        warnings = List.copyOf(warnings);
    }
}
