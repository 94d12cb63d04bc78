package io.github.vertxregistry.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A manifest or index together with the exact bytes that its digest is of. Two readers must not see two things in it: a
 * document that is both a manifest and an index is refused (CVE-2021-41190).
 *
 * @param mediaType what it is: one of {@link MediaType#MANIFESTS}, or the type that its registry gave
 * @param digest the digest of {@code content}
 * @param content the exact bytes; never to be written into another form
 * @param config the config of an image manifest, or null
 * @param layers the layers of an image manifest, lowest first
 * @param manifests the entries of an index
 * @param subject what the manifest refers to, or null
 * @param artifactType the artifact's type, or null
 * @param annotations the annotations, never null
 */
public record Manifest(
        String mediaType,
        Digest digest,
        Buffer content,
        Descriptor config,
        List<Descriptor> layers,
        List<Descriptor> manifests,
        Descriptor subject,
        String artifactType,
        Map<String, String> annotations) {
    /** The most entries that a manifest or an index may have. */
    public static final int MAX_ENTRIES = 10_000;

    public Manifest {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(content);
        layers = List.copyOf(layers);
        manifests = List.copyOf(manifests);
        annotations = Map.copyOf(annotations);
    }

    /**
     * Reads a manifest.
     *
     * @param content its bytes; the caller has capped their number
     * @param contentType the type that its source gave, or null to go by the document alone
     * @param kind what a bad document fails with
     * @param what names the document in the failure
     */
    public static Manifest parse(byte[] content, String contentType, FailureKind kind, String what) {
        JsonNode json = JsonText.readObject(content, kind, what);
        String type = mediaType(json, MediaType.bare(contentType), kind, what);
        if (json.has("manifests") && (json.has("layers") || json.has("config"))) {
            throw JsonText.wrong(kind, what + " is a manifest and an index at once");
        }
        Descriptor config = json.has("config") ? Descriptor.parse(json.get("config"), kind, what + ": config") : null;
        if (MediaType.isImageManifest(type) && config == null) {
            throw JsonText.wrong(kind, what + " has no config");
        }
        return new Manifest(
                type,
                Digest.sha256(content),
                Buffer.buffer(content),
                config,
                descriptors(json, "layers", kind, what),
                descriptors(json, "manifests", kind, what),
                json.hasNonNull("subject") ? Descriptor.parse(json.get("subject"), kind, what + ": subject") : null,
                json.path("artifactType").asText(null),
                Descriptor.annotations(json.path("annotations")));
    }

    /** Returns whether this lists other manifests. */
    public boolean isIndex() {
        return MediaType.isIndex(mediaType) || !manifests.isEmpty();
    }

    /** Returns whether that is its subject. */
    public boolean refersTo(Digest digest) {
        return subject != null && subject.digest().equals(digest);
    }

    /** Returns the number of bytes of the manifest itself. */
    public int size() {
        return content.length();
    }

    private static String mediaType(JsonNode json, String given, FailureKind kind, String what) {
        String own = json.path("mediaType").asText("");
        if (!own.isEmpty() && !given.isEmpty() && !own.equals(given) && isManifestType(given)) {
            throw JsonText.wrong(
                    kind, what + " says it is " + Names.shown(own) + " but was given as " + Names.shown(given));
        }
        if (!own.isEmpty()) {
            return own;
        }
        if (isManifestType(given)) {
            return given;
        }
        // OCI 1.0 leaves mediaType out.
        return json.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
    }

    private static boolean isManifestType(String type) {
        return MediaType.isImageManifest(type) || MediaType.isIndex(type);
    }

    private static List<Descriptor> descriptors(JsonNode json, String field, FailureKind kind, String what) {
        JsonNode array = json.path(field);
        if (array.isMissingNode() || array.isNull()) {
            return List.of();
        }
        if (!array.isArray()) {
            throw JsonText.wrong(kind, what + ": " + field + " is not a list");
        }
        if (array.size() > MAX_ENTRIES) {
            throw RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED, what + ": " + field + " has more than " + MAX_ENTRIES + " entries");
        }
        List<Descriptor> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(Descriptor.parse(array.get(i), kind, what + ": " + field + "[" + i + "]"));
        }
        return list;
    }
}
