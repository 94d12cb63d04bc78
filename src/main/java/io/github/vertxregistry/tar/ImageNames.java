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
 * @param tags full names, each of which {@link ImageReference#ofTag} reads
 * @param bareTags tags without a repository
 * @param invalid what stands in the place of names and is none that can be pushed to
 */
record ImageNames(List<String> tags, List<String> bareTags, List<String> invalid) {
    private static final String NAMELESS = "<none>:<none>";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    ImageNames {
        tags = List.copyOf(new LinkedHashSet<>(tags));
        bareTags = List.copyOf(new LinkedHashSet<>(bareTags));
        invalid = List.copyOf(invalid);
    }

    boolean isEmpty() {
        return tags.isEmpty() && bareTags.isEmpty() && invalid.isEmpty();
    }

    /** Reads the names that a document gives an image; one that no tag can be written under is a flaw. */
    static ImageNames ofTexts(List<String> texts, String document, String tar, Findings findings) {
        List<String> tags = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String text : texts) {
            if (text.equals(NAMELESS)) {
                continue;
            }
            try {
                ImageReference.ofTag(text);
                tags.add(text);
            } catch (RegistryException e) {
                invalid.add(text);
                findings.flaw(
                        document,
                        RegistryException.of(
                                e.kind(),
                                tar + ": the image's name " + TarFailures.quoted(text) + " in " + document
                                        + " is not used: " + e.getMessage()));
            }
        }
        return new ImageNames(tags, List.of(), invalid);
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
        return new ImageNames(List.copyOf(tags), List.copyOf(bareTags), List.of());
    }

    private static boolean isName(String text) {
        try {
            ImageReference.ofTag(text);
            return true;
        } catch (RegistryException e) {
            return false;
        }
    }
}
