package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses what an index has for some platforms.
 *
 * @param what names the index in messages
 * @param wanted the platforms
 */
record PlatformChoice(String what, List<Platform> wanted) {
    /** BuildKit's word for what an attestation is of. */
    private static final String ATTESTED = "vnd.docker.reference.digest";

    static PlatformChoice of(String what, List<String> platforms) {
        return new PlatformChoice(what, platforms.stream().map(Platform::of).toList());
    }

    boolean isAll() {
        return wanted.isEmpty();
    }

    /** Returns the entries that are wanted, each once; fails with {@code NOT_FOUND} where a platform has none. */
    List<Descriptor> of(Manifest index) {
        Set<Descriptor> chosen = new LinkedHashSet<>();
        wanted.forEach(platform -> chosen.add(index.manifests().stream()
                .filter(entry -> entry.platform() != null && entry.platform().fits(platform))
                .findFirst()
                .orElseThrow(() -> noneFor(platform, offered(index)))));
        return List.copyOf(chosen);
    }

    /** Fails with {@code NOT_FOUND} where an image that stands alone runs on none of the platforms. */
    void check(Platform alone) {
        if (alone != null && wanted.stream().noneMatch(alone::fits)) {
            throw noneFor(wanted.get(0), alone + " alone");
        }
    }

    private static String offered(Manifest index) {
        return index.manifests().stream()
                .filter(entry ->
                        entry.platform() != null && !entry.platform().os().equals("unknown"))
                .map(entry -> entry.platform().toString())
                .collect(Collectors.joining(", "));
    }

    private RegistryException noneFor(Platform platform, String offered) {
        return RegistryException.of(FailureKind.NOT_FOUND, what + " has no image for " + platform)
                .withHint(offered.isEmpty() ? "it lists no image of any platform" : "it has " + offered);
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
