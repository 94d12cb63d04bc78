package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Points at content by type, digest and size (OCI Image Spec, "Content Descriptors"). The order of the components is the
 * order in which a built manifest writes them.
 *
 * @param mediaType the content's media type
 * @param size its length in bytes, never negative
 * @param digest its digest
 * @param urls where a foreign layer can be had, empty for all others
 * @param annotations its annotations, never null
 * @param platform the platform of an index's entry, or null
 * @param artifactType the type of an artifact, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Descriptor(
        String mediaType,
        @JsonInclude(JsonInclude.Include.ALWAYS) long size,
        Digest digest,
        List<String> urls,
        Map<String, String> annotations,
        Platform platform,
        String artifactType) {
    public Descriptor {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(digest);
        urls = urls == null ? List.of() : List.copyOf(urls);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    /** Returns a descriptor of the three fields that every one has. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, size, digest, List.of(), Map.of(), null, null);
    }
}
