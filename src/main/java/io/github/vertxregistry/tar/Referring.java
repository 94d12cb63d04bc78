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
    private final Map<Digest, Digest> subjectOf = new HashMap<>();
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
        readSubjects();
        readTags(image);
        image.kept().forEach(manifest -> visit(manifest.digest()));
        addImages(image.kept());
        while (!subjects.isEmpty()) {
            Digest subject = subjects.remove();
            bySubject.getOrDefault(subject, List.of()).forEach(node -> add(node, null));
            CosignTags.of(subject).forEach(tag -> add(byTag.get(tag), tag));
            Optional.ofNullable(byTag.get(ReferrersTags.of(subject))).ifPresent(list -> checkList(list, subject));
        }
        warnOfUnreadable();
        return new TarReferrers(found, List.copyOf(blobs.values()));
    }

    private void readSubjects() {
        for (OciNode node : graph.nodes()) {
            if (node.manifest() != null && node.manifest().subject() != null) {
                Digest subject = node.manifest().subject().digest();
                subjectOf.put(node.digest(), subject);
                bySubject.computeIfAbsent(subject, first -> new ArrayList<>()).add(node);
            }
        }
    }

    private void readTags(TarImage image) {
        graph.roots().forEach(root -> readTag(tag(root.descriptor()), root));
        markedAs(image).ifPresent(top -> graph.roots().stream()
                .filter(root -> KINDS.containsKey(kind(root.descriptor())))
                .forEach(root -> readTag(CosignTags.of(top, KINDS.get(kind(root.descriptor()))), root)));
    }

    /** One tag can stand for one manifest: it is the last, as for others who read a layout by its tags. */
    private void readTag(String tag, OciNode root) {
        OciNode other = byTag.put(tag, root);
        if (other != null && CosignTags.is(tag) && !other.digest().equals(root.digest())) {
            findings.withdraw(passedOver(other.digest()));
            findings.warning("manifest " + other.digest() + " is not written as " + tag + ", for which the layout has "
                    + root.digest() + ", too");
        }
    }

    /** An image of an index may refer to another one; without a referrers API that has to be entered, too. */
    private void addImages(List<TarManifest> kept) {
        kept.stream()
                .limit(Math.max(0, kept.size() - 1))
                .filter(manifest -> subjectOf.containsKey(manifest.digest()))
                .forEach(manifest -> found.add(new TarReferrer(manifest, subjectOf.get(manifest.digest()), null)));
    }

    /** What stands under a referrers tag is no image if it is an index; all that this lists was to be found by its subject. */
    private void checkList(OciNode list, Digest subject) {
        if (list.manifest() == null) {
            findings.withdraw(passedOver(list.digest()));
            leftOut(list, "which lists what refers to " + subject, list.lacks().getMessage());
        } else if (list.isIndex()) {
            findings.withdraw(passedOver(list.digest()));
            list.children().stream()
                    .filter(child -> !subject.equals(subjectOf.get(child.digest())))
                    .forEach(child -> leftOut(
                            child,
                            "which is listed among the referrers of " + subject,
                            child.manifest() == null ? child.lacks().getMessage() : "it does not refer to it"));
        }
    }

    /** Of what cannot be read it is not known what it refers to. */
    private void warnOfUnreadable() {
        graph.roots().stream()
                .filter(root ->
                        root.manifest() == null && tag(root.descriptor()).isEmpty())
                .filter(root -> !visited.contains(root.digest()))
                .forEach(root -> leftOut(
                        root, "which may refer to another one", root.lacks().getMessage()));
    }

    private void leftOut(OciNode node, String what, String why) {
        findings.warning("manifest " + node.digest() + ", " + what + ", is left out: " + why);
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

    /** A manifest that is known already may still be asked for under a tag. */
    private void add(OciNode node, String tag) {
        if (node == null || (tag == null && visited.contains(node.digest()))) {
            return;
        }
        findings.withdraw(passedOver(node.digest()));
        if (!node.isComplete()) {
            leftOut(node, "which refers to another one", node.lacks().getMessage());
            return;
        }
        for (TarManifest manifest : node.manifestsBottomUp()) {
            Digest subject = subjectOf.get(manifest.digest());
            boolean tagged = tag != null && manifest.digest().equals(node.digest());
            if (visit(manifest.digest()) && (subject != null || !tagged)) {
                found.add(new TarReferrer(manifest, subject, null));
            }
            if (tagged) {
                found.add(new TarReferrer(manifest, null, tag));
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
