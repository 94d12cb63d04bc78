package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /**
     * Reads a descriptor; fails with that kind where it has no digest or no size.
     *
     * @param what names the descriptor in the failure
     */
    public static Descriptor parse(JsonNode json, FailureKind kind, String what) {
        JsonNode size = json.path("size");
        if (!json.path("digest").isTextual() || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw JsonText.wrong(kind, what + " is no descriptor: it takes a digest and a size");
        }
        if (size.asLong() < 0) {
            throw JsonText.wrong(kind, what + " has the size " + size.asLong());
        }
        List<String> urls = new ArrayList<>();
        json.path("urls").forEach(url -> urls.add(url.asText()));
        JsonNode platform = json.path("platform");
        return new Descriptor(
                json.path("mediaType").asText(""),
                size.asLong(),
                JsonText.digest(json.path("digest"), kind, what),
                urls,
                annotations(json.path("annotations")),
                platform.isObject() ? platform(platform) : null,
                json.path("artifactType").asText(null));
    }

    /** Reads annotations, of a descriptor or of a manifest. */
    static Map<String, String> annotations(JsonNode json) {
        Map<String, String> map = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static Platform platform(JsonNode json) {
        return new Platform(
                json.path("os").asText(""),
                json.path("architecture").asText(""),
                json.path("variant").asText(null),
                json.path("os.version").asText(null));
    }
}
