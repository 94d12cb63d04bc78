package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One index as a tree that is changed in place, as {@link EditableImage} is one image: what is not changed stays as it is, and a
 * document in which nothing changes keeps its bytes.
 */
final class EditableIndex {
    /** Set by BuildKit on what it attests of an image, by that image's digest. */
    private static final String ATTESTED = "vnd.docker.reference.digest";

    private final Manifest source;
    private final String name;
    private final ObjectNode tree;

    /** What an index has of an attestation: its own digest, and that of the image that it is of. */
    record Attestation(Digest digest, String of) {}

    EditableIndex(String repository, Manifest source) {
        this.source = source;
        this.name = "the index " + repository + "@" + source.digest();
        this.tree = Trees.read(source.content().getBytes(), name);
    }

    /** Returns the index. */
    ObjectNode tree() {
        return tree;
    }

    /** Returns the digests of all that is no attestation: of images, and of indexes. */
    List<Digest> images() {
        List<Digest> images = new ArrayList<>();
        tree.path("manifests").forEach(child -> {
            if (!isAttestation(child)) {
                images.add(digest(child));
            }
        });
        return images;
    }

    /** Returns the attestations. */
    List<Attestation> attestations() {
        List<Attestation> attestations = new ArrayList<>();
        tree.path("manifests").forEach(child -> {
            if (isAttestation(child)) {
                attestations.add(new Attestation(digest(child), attested(child)));
            }
        });
        return attestations;
    }

    /**
     * Puts what its images have become in their places, and leaves out attestations of those that changed.
     *
     * @param become what each has become; empty where it stays as it is
     * @param unchanged the digests of those that stay what they were
     */
    void renew(Map<Digest, Optional<Descriptor>> become, Set<String> unchanged) {
        JsonNode children = tree.path("manifests");
        ArrayNode list = tree.putArray("manifests");
        children.forEach(child -> {
            if (!isAttestation(child)) {
                become.get(digest(child)).ifPresent(now -> renew((ObjectNode) child, now));
                list.add(child);
            } else if (unchanged.contains(attested(child))) {
                list.add(child);
            }
        });
    }

    private static void renew(ObjectNode descriptor, Descriptor now) {
        if (!now.digest().equals(digest(descriptor))) {
            // A copy of the old manifest within the descriptor (OCI Image Spec, "Embedded Content").
            descriptor.remove("data");
            descriptor.put("size", now.size()).put("digest", now.digest().toString());
        }
    }

    private static boolean isAttestation(JsonNode child) {
        return child.path("annotations").has(ATTESTED);
    }

    private static String attested(JsonNode attestation) {
        return attestation.path("annotations").path(ATTESTED).asText();
    }

    private static Digest digest(JsonNode descriptor) {
        return Digest.of(descriptor.path("digest").asText());
    }

    /** Returns the new index. */
    Manifest finished() {
        byte[] before = source.content().getBytes();
        byte[] bytes = tree.equals(Trees.read(before, name)) ? before : JsonBinding.toBytes(tree);
        return Manifest.parse(bytes, source.mediaType(), FailureKind.INTERNAL, name);
    }
}
