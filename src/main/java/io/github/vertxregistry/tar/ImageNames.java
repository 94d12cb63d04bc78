package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an image of a tar is called.
 *
 * @param tags full names, each of which {@link ImageReference#of} reads
 * @param bareTags tags without a repository
 */
record ImageNames(List<String> tags, List<String> bareTags) {
    private static final String NAMELESS = "<none>:<none>";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    ImageNames {
        tags = List.copyOf(new LinkedHashSet<>(tags));
        bareTags = List.copyOf(new LinkedHashSet<>(bareTags));
    }

    boolean isEmpty() {
        return tags.isEmpty() && bareTags.isEmpty();
    }

    /** Reads the RepoTags of an image; one that is no name is a flaw and left out. */
    static ImageNames ofRepoTags(List<String> repoTags, String tar, Findings findings) {
        List<String> tags = new ArrayList<>();
        for (String repoTag : repoTags) {
            if (repoTag.equals(NAMELESS)) {
                continue;
            }
            try {
                ImageReference.of(repoTag);
                tags.add(repoTag);
            } catch (RegistryException e) {
                findings.flaw(
                        SavedImages.FILE,
                        RegistryException.of(
                                e.kind(),
                                tar + ": the image's name " + TarFailures.quoted(repoTag) + " is not used: "
                                        + e.getMessage()));
            }
        }
        return new ImageNames(tags, List.of());
    }

    /**
     * Reads the annotations of descriptors that stand for one image. {@code ref.name} may be a full name or a tag alone (OCI
     * Image Spec, "Annotations"); text without a slash and a colon is taken for a tag.
     */
    static ImageNames ofDescriptors(List<Descriptor> descriptors) {
        Set<String> tags = new LinkedHashSet<>();
        Set<String> bareTags = new LinkedHashSet<>();
        for (Descriptor descriptor : descriptors) {
            String full = descriptor.annotations().getOrDefault(CONTAINERD_NAME, "");
            String ref = descriptor.annotations().getOrDefault(REF_NAME, "");
            boolean bare = ref.indexOf('/') < 0 && ref.indexOf(':') < 0;
            if (isName(full)) {
                tags.add(full);
            } else if (bare && Names.isTag(ref)) {
                bareTags.add(ref);
            } else if (!bare && isName(ref)) {
                tags.add(ref);
            }
        }
        return new ImageNames(List.copyOf(tags), List.copyOf(bareTags));
    }

    private static boolean isName(String text) {
        try {
            ImageReference.of(text);
            return true;
        } catch (RegistryException e) {
            return false;
        }
    }
}
