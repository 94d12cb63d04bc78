package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Platform;
import io.github.vertxregistry.model.PlatformFit;
import io.github.vertxregistry.model.PlatformWish;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses what an index has for some platforms.
 *
 * @param wanted the platforms
 * @param what names the index in messages
 */
record PlatformChoice(List<PlatformWish> wanted, String what) {
    /** BuildKit's word for what an attestation is of. */
    private static final String ATTESTED = "vnd.docker.reference.digest";

    static PlatformChoice of(String what, List<String> platforms) {
        return new PlatformChoice(
                platforms.stream()
                        .map(platform -> PlatformWish.of(what, platform))
                        .toList(),
                what);
    }

    boolean isAll() {
        return wanted.isEmpty();
    }

    /** Returns the entries that are wanted, each once; fails with {@code NOT_FOUND} where a platform has none. */
    List<Descriptor> of(Manifest index) {
        return wanted.stream().map(wish -> wish.choose(index)).distinct().toList();
    }

    /** Fails with {@code NOT_FOUND} where an image that stands alone runs on none of the platforms. */
    void check(Platform alone) {
        boolean fits = wanted.stream()
                .anyMatch(wish -> !wish.named() || PlatformFit.of(wish.wanted()).takes(alone));
        if (!fits) {
            wanted.get(0).check(alone);
        }
    }

    /** Returns an index of some entries and the attestations of them: the same document, the other entries left out. */
    Manifest reduced(Manifest index, List<Descriptor> entries) {
        Set<Digest> kept = entries.stream().map(Descriptor::digest).collect(Collectors.toSet());
        ObjectNode tree = Trees.read(index.content().getBytes(), what);
        ArrayNode list = (ArrayNode) tree.path("manifests");
        for (int i = list.size() - 1; i >= 0; i--) {
            if (!isKept(list.get(i), kept)) {
                list.remove(i);
            }
        }
        return list.size() == index.manifests().size()
                ? index
                : Manifest.parse(JsonBinding.toBytes(tree), index.mediaType(), FailureKind.REGISTRY_FAULT, what);
    }

    private static boolean isKept(JsonNode entry, Set<Digest> kept) {
        String attested = entry.path("annotations").path(ATTESTED).asText("");
        return kept.stream()
                .map(Digest::toString)
                .anyMatch(digest -> digest.equals(entry.path("digest").asText()) || digest.equals(attested));
    }
}
