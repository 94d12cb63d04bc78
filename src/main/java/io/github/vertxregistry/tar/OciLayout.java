package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarReferrers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tar or folder whose {@code index.json} decides. */
final class OciLayout implements Layout {
    private final Source source;
    private final OciGraph graph;
    private final Findings findings;

    OciLayout(Source source, OciGraph graph, Findings findings) {
        this.source = source;
        this.graph = graph;
        this.findings = findings;
        if (graph.isWhole() && graph.roots().isEmpty()) {
            throw TarFailures.invalid(source.tar(), OciGraph.FILE + " names no image");
        }
    }

    @Override
    public TarLayout kind() {
        return source.isFolder() ? TarLayout.OCI_FOLDER : TarLayout.OCI_ARCHIVE;
    }

    /** Returns an image for each manifest or index that {@code index.json} lists, however many names it gives it. */
    @Override
    public List<Candidate> candidates() {
        Map<Digest, List<Descriptor>> names = new LinkedHashMap<>();
        Map<Digest, OciNode> roots = new LinkedHashMap<>();
        for (OciNode root : graph.roots()) {
            names.computeIfAbsent(root.digest(), digest -> new ArrayList<>()).add(root.descriptor());
            roots.putIfAbsent(root.digest(), root);
        }
        boolean onlyReferrers = roots.values().stream().allMatch(root -> isReferrer(root, names.get(root.digest())));
        Set<Digest> parts = new HashSet<>();
        roots.values().forEach(root -> collectParts(root, parts));
        List<Candidate> candidates = new ArrayList<>();
        roots.forEach((digest, root) -> {
            if (onlyReferrers || !isReferrer(root, names.get(digest))) {
                candidates.add(new OciImage(
                        graph,
                        source,
                        findings,
                        root,
                        ImageNames.ofDescriptors(names.get(digest)),
                        parts.contains(digest)));
            } else {
                findings.warning(Referring.passedOver(digest));
            }
        });
        return candidates;
    }

    private static void collectParts(OciNode index, Set<Digest> parts) {
        for (OciNode child : index.children()) {
            if (parts.add(child.digest())) {
                collectParts(child, parts);
            }
        }
    }

    /** Returns whether what {@code index.json} lists under those names stands for no image. */
    static boolean isReferrer(OciNode root, List<Descriptor> listed) {
        return (root.manifest() != null && root.manifest().subject() != null)
                || listed.stream().allMatch(Referring::isListedAsSuch);
    }

    @Override
    public TarReferrers referrers(TarImage image) {
        return new Referring(source, graph, findings).to(image);
    }
}
