package io.github.vertxregistry.message;

import java.util.List;

/**
 * What a push has done.
 *
 * @param images one entry for each name that was written
 * @param warnings what was passed over or set right, a sentence each
 */
public record PushReply(List<PushedImage> images, List<String> warnings) {
    public PushReply {
        images = List.copyOf(images);
        warnings = List.copyOf(warnings);
    }
}
