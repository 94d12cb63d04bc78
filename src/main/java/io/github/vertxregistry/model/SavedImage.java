package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One entry of a tar's {@code manifest.json}, under the names that docker gives its fields.
 *
 * @param config the entry that holds the config
 * @param repoTags the image's names; empty where it has none
 * @param layers the entries that hold the layers, lowest first
 */
public record SavedImage(
        @JsonProperty("Config") String config,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("Layers") List<String> layers) {
    public SavedImage {
        repoTags = repoTags == null ? List.of() : List.copyOf(repoTags);
        layers = layers == null ? List.of() : List.copyOf(layers);
    }
}
