package io.github.vertxregistry.tar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarLayout;
import io.github.vertxregistry.model.TarReferrers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tar whose {@code manifest.json} decides; its OCI part, if it has one, only lends manifests to be kept, and names. */
final class DockerArchive implements Layout {
    private static final String REPOSITORIES = "repositories";

    private final Source source;
    private final SavedImages saved;
    private final Findings findings;
    private final OciGraph graph;
    /** By the configs of their images. */
    private final Map<Digest, List<OciNode>> listed;

    private final JsonNode repositories;

    DockerArchive(Source source, SavedImages saved, Located indexJson, Findings findings) {
        this.source = source;
        this.saved = saved;
        this.findings = findings;
        this.graph = graph(indexJson);
        this.listed = listed();
        this.repositories = repositories();
    }

    private Map<Digest, List<OciNode>> listed() {
        Map<Digest, List<OciNode>> all = new HashMap<>();
        List<OciNode> roots = graph == null ? List.of() : graph.roots();
        for (OciNode root : roots) {
            root.leaves().stream()
                    .filter(leaf -> leaf.manifest() != null)
                    .map(leaf -> leaf.manifest().config().digest())
                    .distinct()
                    .forEach(config -> all.computeIfAbsent(config, first -> new ArrayList<>())
                            .add(root));
        }
        return all;
    }

    private OciGraph graph(Located indexJson) {
        if (indexJson == null) {
            return null;
        }
        try {
            return OciGraph.read(source, indexJson, findings);
        } catch (RegistryException e) {
            source.task().check();
            findings.flaw(OciGraph.FILE, e);
            return null;
        }
    }

    private JsonNode repositories() {
        try {
            Located located = source.find(REPOSITORIES);
            byte[] document = located == null ? new byte[] {'{', '}'} : source.document(located);
            JsonNode read = JsonText.read(document, FailureKind.TAR_INVALID, REPOSITORIES + " of " + source.tar());
            checkCount(read);
            return read;
        } catch (RegistryException e) {
            source.task().check();
            findings.flaw(REPOSITORIES, e);
            return MissingNode.getInstance();
        }
    }

    /** All of them are looked through for each image. */
    private void checkCount(JsonNode read) {
        long tags = read.valueStream().mapToLong(JsonNode::size).sum();
        if (tags > Manifest.MAX_ENTRIES) {
            throw TarFailures.tooMany(
                    source.tar(), REPOSITORIES + " names more than " + Manifest.MAX_ENTRIES + " tags");
        }
    }

    @Override
    public TarLayout kind() {
        return source.isFolder() ? TarLayout.OCI_FOLDER : TarLayout.DOCKER_ARCHIVE;
    }

    /** Returns the entries of {@code manifest.json} as they stand. */
    List<SavedImage> saved() {
        return saved.items().stream().map(SavedImages.Item::image).toList();
    }

    @Override
    public List<Candidate> candidates() {
        flawsOfOciPart();
        referrersOfOciPart();
        return saved.items().stream()
                .<Candidate>map(item -> new DockerImage(this, item.image(), item.where()))
                .toList();
    }

    @Override
    public TarReferrers referrers(TarImage image) {
        return graph == null ? TarReferrers.NONE : new Referring(source, graph, findings).to(image);
    }

    private void referrersOfOciPart() {
        List<OciNode> roots = graph == null ? List.of() : graph.roots();
        roots.stream()
                .filter(root -> OciLayout.isReferrer(root, List.of(root.descriptor())))
                .forEach(root -> findings.warning(Referring.passedOver(root.digest())));
    }

    private void flawsOfOciPart() {
        List<OciNode> roots = graph == null ? List.of() : graph.roots();
        roots.stream()
                .flatMap(root -> root.leaves().stream())
                .filter(leaf -> !leaf.isComplete() && !leaf.isAbsent())
                .forEach(leaf -> findings.flaw(BlobNames.entry(leaf.digest()), leaf.lacks()));
    }

    Source source() {
        return source;
    }

    Findings findings() {
        return findings;
    }

    /** Returns the OCI part, or null where the tar has none. */
    OciGraph graph() {
        return graph;
    }

    /** Returns an image's names: its RepoTags, else those of {@code repositories}, else those of the OCI part. */
    ImageNames names(SavedImage image) {
        ImageNames names = image.repoTags().isEmpty()
                ? ImageNames.ofTexts(legacyNames(image), REPOSITORIES, source.tar(), findings)
                : ImageNames.ofTexts(image.repoTags(), SavedImages.FILE, source.tar(), findings);
        return names.isEmpty() && graph != null ? ociNames(image) : names;
    }

    /** {@code repositories} maps names to the id of the top layer, which is the folder or file that the layer lies in. */
    private List<String> legacyNames(SavedImage image) {
        source.task().check();
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> repository : repositories.properties()) {
            for (Map.Entry<String, JsonNode> tag : repository.getValue().properties()) {
                if (saved.items().size() == 1
                        || isTopLayer(image, tag.getValue().asText())) {
                    names.add(repository.getKey() + ":" + tag.getKey());
                }
            }
        }
        return names;
    }

    private static boolean isTopLayer(SavedImage image, String id) {
        if (image.layers().isEmpty() || id.isEmpty()) {
            return false;
        }
        String top = image.layers().get(image.layers().size() - 1);
        return EntryNames.last(EntryNames.folder(top)).equals(id)
                || EntryNames.last(top).equals(id)
                || EntryNames.last(top).equals(id + ".tar");
    }

    private ImageNames ociNames(SavedImage image) {
        Digest config = BlobNames.ofConfig(EntryNames.normal(image.config())).orElse(null);
        List<Descriptor> roots =
                listed(config).stream().map(OciNode::descriptor).toList();
        return ImageNames.ofDescriptors(roots);
    }

    /** Returns what the OCI part, if there is one, lists that is or holds an image of that config. */
    List<OciNode> listed(Digest config) {
        return listed.getOrDefault(config, List.of());
    }
}
