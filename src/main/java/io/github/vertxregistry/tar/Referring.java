package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.CosignTags;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ReferrersTags;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarManifest;
import io.github.vertxregistry.model.TarReferrer;
import io.github.vertxregistry.model.TarReferrers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what refers to an image in a layout, which has no API for that: manifests with a {@code subject}, wherever
 * {@code index.json} leads to them (oras lists them there, regctl in an index under the referrers tag), and those that are listed
 * under a tag of cosign's, or marked as {@code cosign save} does it.
 */
final class Referring {
    private static final int MOST = 1_000;
    private static final String KIND = "kind";
    /** What {@code cosign save} marks, and the tag that it stands for. */
    private static final Map<String, String> KINDS = Map.of(
            "dev.cosignproject.cosign/sigs", "sig",
            "dev.cosignproject.cosign/atts", "att",
            "dev.cosignproject.cosign/sboms", "sbom");

    private final Source source;
    private final OciGraph graph;
    private final Findings findings;
    private final Map<Digest, List<OciNode>> bySubject = new HashMap<>();
    private final Map<String, OciNode> byTag = new HashMap<>();
    private final Map<Digest, TarBlob> blobs = new LinkedHashMap<>();
    private final List<TarReferrer> found = new ArrayList<>();
    private final Set<Digest> visited = new HashSet<>();
    private final Deque<Digest> subjects = new ArrayDeque<>();

    Referring(Source source, OciGraph graph, Findings findings) {
        this.source = source;
        this.graph = graph;
        this.findings = findings;
    }

    /** Returns whether an entry of {@code index.json} says that it stands for what refers to something, and for no image. */
    static boolean isListedAsSuch(Descriptor listed) {
        String tag = tag(listed);
        return CosignTags.is(tag) || ReferrersTags.is(tag) || KINDS.containsKey(kind(listed));
    }

    /** Returns what is said of a manifest that was not taken along. */
    static String passedOver(Digest manifest) {
        return "manifest " + manifest + " refers to another one and is not taken for an image";
    }

    /** The tag alone, or behind the name of the repository. */
    private static String tag(Descriptor listed) {
        String name = listed.annotations().getOrDefault(ImageNames.REF_NAME, "");
        return name.substring(name.lastIndexOf(':') + 1);
    }

    private static String kind(Descriptor listed) {
        return listed.annotations().getOrDefault(KIND, "");
    }

    /**
     * Returns what refers to the manifests of an image that can be kept, and to that in turn, each once. What is not whole is left out
     * with a warning; fails with {@code LIMIT_EXCEEDED} where there are more than 1,000 manifests.
     */
    TarReferrers to(TarImage image) {
        for (OciNode node : graph.nodes()) {
            if (node.manifest() != null && node.manifest().subject() != null) {
                bySubject
                        .computeIfAbsent(node.manifest().subject().digest(), first -> new ArrayList<>())
                        .add(node);
            }
        }
        graph.roots().forEach(root -> byTag.put(tag(root.descriptor()), root));
        image.kept().forEach(manifest -> visit(manifest.digest()));
        markedAs(image).ifPresent(top -> graph.roots().stream()
                .filter(root -> KINDS.containsKey(kind(root.descriptor())))
                .forEach(root -> add(root, null, cosignTag(top, KINDS.get(kind(root.descriptor()))))));
        while (!subjects.isEmpty()) {
            Digest subject = subjects.remove();
            bySubject.getOrDefault(subject, List.of()).forEach(node -> add(node, subject, null));
            CosignTags.of(subject).forEach(tag -> add(byTag.get(tag), null, tag));
            Optional.ofNullable(byTag.get(ReferrersTags.of(subject)))
                    .ifPresent(index -> findings.withdraw(passedOver(index.digest())));
        }
        return new TarReferrers(found, List.copyOf(blobs.values()));
    }

    private boolean visit(Digest manifest) {
        boolean isNew = visited.add(manifest);
        if (isNew) {
            subjects.add(manifest);
        }
        return isNew;
    }

    /** {@code cosign save} does not say what its marks are about: there is one image in what it writes. */
    private Optional<Digest> markedAs(TarImage image) {
        List<Digest> images = graph.roots().stream()
                .filter(root -> !isListedAsSuch(root.descriptor()))
                .filter(root -> root.manifest() == null || root.manifest().subject() == null)
                .map(OciNode::digest)
                .distinct()
                .toList();
        return images.size() == 1
                        && image.kept().stream()
                                .anyMatch(manifest -> manifest.digest().equals(images.get(0)))
                ? Optional.of(images.get(0))
                : Optional.empty();
    }

    private static String cosignTag(Digest subject, String kind) {
        return subject.algorithm() + "-" + subject.hex() + "." + kind;
    }

    /** A manifest that is known already may still be asked for under a tag. */
    private void add(OciNode node, Digest subject, String tag) {
        if (node == null || (tag == null && visited.contains(node.digest()))) {
            return;
        }
        findings.withdraw(passedOver(node.digest()));
        if (!node.isComplete()) {
            findings.warning("manifest " + node.digest() + ", which refers to another one, is left out: "
                    + node.lacks().getMessage());
            return;
        }
        for (TarManifest manifest : node.manifestsBottomUp()) {
            boolean own = manifest.digest().equals(node.digest());
            if (visit(manifest.digest()) || (own && tag != null)) {
                found.add(new TarReferrer(manifest, own ? subject : null, own ? tag : null));
            }
        }
        ManifestKeeping.blobs(node, graph, source).forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        if (found.size() > MOST) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            source.tar() + ": more than " + MOST + " manifests refer to the image")
                    .withHint("push it without what refers to it");
        }
    }
}
