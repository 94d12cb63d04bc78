package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonText;
import java.util.List;

/** Manifests and configs as trees that are edited in place, so that fields that we do not know stay what they are. */
final class Trees {
    /** In the order in which Docker and BuildKit write them. */
    private static final List<String> PLATFORM = List.of("architecture", "os", "os.version", "os.features", "variant");

    private Trees() {}

    /** Reads a document of a registry whose bytes have been capped; fails with {@code REGISTRY_FAULT} and its name. */
    static ObjectNode read(byte[] bytes, String what) {
        return (ObjectNode) JsonText.readExactObject(bytes, FailureKind.REGISTRY_FAULT, what);
    }

    /** Returns a descriptor of the three fields that every one has. */
    static ObjectNode descriptor(String mediaType, Digest digest, long size) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", mediaType)
                .put("size", size)
                .put("digest", digest.toString());
    }

    /** Returns what an index says of the platform of the image with that config, or null where that names none. */
    static ObjectNode platform(JsonNode config) {
        ObjectNode platform = JsonNodeFactory.instance.objectNode();
        for (String field : PLATFORM) {
            JsonNode value = config.path(field);
            if (!value.isMissingNode() && !value.isNull() && !value.asText("-").isEmpty()) {
                platform.set(field, value);
            }
        }
        return platform.has("os") && platform.has("architecture") ? platform : null;
    }

    /** Returns a platform as it is written in options: {@code linux/arm64/v8}. */
    static String text(JsonNode platform) {
        String variant = platform.path("variant").asText("");
        String version = platform.path("os.version").asText("");
        return platform.path("os").asText("?") + "/"
                + platform.path("architecture").asText("?") + (variant.isEmpty() ? "" : "/" + variant)
                + (version.isEmpty() ? "" : " " + version);
    }
}
