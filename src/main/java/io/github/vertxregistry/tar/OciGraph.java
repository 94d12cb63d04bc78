package io.github.vertxregistry.tar;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The manifests that {@code index.json} reaches, each read once and checked against its digest. */
final class OciGraph {
    static final String FILE = "index.json";
    private static final int MAX_DEPTH = 8;
    private static final int MAX_DESCRIPTORS = 100_000;

    private final Source source;
    private final Map<Digest, OciNode> nodes = new LinkedHashMap<>();
    private final List<OciNode> roots = new ArrayList<>();
    private int descriptors;
    private boolean isWhole;

    private OciGraph(Source source) {
        this.source = source;
    }

    /** Reads {@code index.json} and all that it leads to. */
    static OciGraph read(Source source, Located indexJson, Findings findings) {
        OciGraph graph = new OciGraph(source);
        byte[] document = source.document(indexJson);
        String what = FILE + " of " + source.tar();
        Manifest index = findings.attempt(
                FILE, () -> Manifest.parse(document, MediaType.OCI_INDEX, FailureKind.TAR_INVALID, what), null);
        graph.isWhole = index != null;
        List<Descriptor> listed = index == null ? readable(document, what, findings) : index.manifests();
        graph.count(listed.size());
        for (Descriptor descriptor : listed) {
            findings.attempt(FILE, () -> graph.roots.add(graph.node(descriptor, 1)));
        }
        return graph;
    }

    /** Returns the entries that can be understood of a document that is wrong elsewhere. */
    private static List<Descriptor> readable(byte[] document, String what, Findings findings) {
        List<Descriptor> readable = new ArrayList<>();
        findings.attempt(FILE, () -> {
            JsonNode listed =
                    JsonText.readObject(document, FailureKind.TAR_INVALID, what).path("manifests");
            for (int i = 0; i < Math.min(listed.size(), Manifest.MAX_ENTRIES); i++) {
                JsonNode entry = listed.path(i);
                String where = what + ": manifests[" + i + "]";
                findings.attempt(FILE, () -> readable.add(Descriptor.parse(entry, FailureKind.TAR_INVALID, where)));
            }
        });
        return readable;
    }

    /** Returns whether {@code index.json} could be understood whole. */
    boolean isWhole() {
        return isWhole;
    }

    private void count(int more) {
        descriptors += more;
        if (descriptors > MAX_DESCRIPTORS) {
            throw TarFailures.tooMany(
                    source.tar(), "its manifests name more than " + MAX_DESCRIPTORS + " manifests and layers");
        }
    }

    /** Returns what {@code index.json} lists, in its order. */
    List<OciNode> roots() {
        return roots;
    }

    /** Returns all that {@code index.json} reaches, each manifest once, children before parents. */
    Collection<OciNode> nodes() {
        return nodes.values();
    }

    private OciNode node(Descriptor descriptor, int depth) {
        OciNode known = nodes.get(descriptor.digest());
        if (known != null) {
            return known.as(descriptor);
        }
        if (depth > MAX_DEPTH) {
            throw TarFailures.tooMany(source.tar(), "its indexes are nested more than " + MAX_DEPTH + " deep");
        }
        if (nodes.size() >= Manifest.MAX_ENTRIES) {
            throw TarFailures.tooMany(source.tar(), "it names more than " + Manifest.MAX_ENTRIES + " manifests");
        }
        OciNode node = read(descriptor, depth);
        nodes.put(descriptor.digest(), node);
        return node;
    }

    private OciNode read(Descriptor descriptor, int depth) {
        Manifest manifest;
        try {
            Located located = source.find(BlobNames.entry(descriptor.digest()));
            if (located == null) {
                return OciNode.absent(descriptor, missing("manifest", descriptor));
            }
            manifest = manifest(located, descriptor);
        } catch (RegistryException e) {
            source.task().check();
            return OciNode.broken(descriptor, e);
        }
        count(manifest.layers().size() + manifest.manifests().size());
        if (!manifest.isIndex()) {
            RegistryException lacks = lacks(manifest);
            return new OciNode(descriptor, manifest, List.of(), lacks, lacks != null && hasNothingOf(manifest));
        }
        List<OciNode> children = new ArrayList<>();
        for (Descriptor child : manifest.manifests()) {
            children.add(node(child, depth + 1));
        }
        return OciNode.index(descriptor, manifest, children);
    }

    private Manifest manifest(Located located, Descriptor descriptor) {
        checkSize(located, descriptor);
        byte[] document = source.document(located);
        if (!descriptor.digest().matches(document)) {
            throw TarFailures.wrongDigest(
                    source.tar(), "manifest " + TarFailures.quoted(located.entry()) + " does not hash to its name");
        }
        String what = "manifest " + TarFailures.quoted(located.entry()) + " of " + source.tar();
        Manifest manifest = Manifest.parse(document, descriptor.mediaType(), FailureKind.TAR_INVALID, what);
        if (!MediaType.isIndex(manifest.mediaType()) && !MediaType.isImageManifest(manifest.mediaType())) {
            throw TarFailures.invalid(
                    source.tar(),
                    what + " is of a type that is not known: " + TarFailures.quoted(manifest.mediaType()));
        }
        return manifest;
    }

    private RegistryException lacks(Manifest manifest) {
        try {
            blob(manifest.config(), "config");
            for (Descriptor layer : manifest.layers()) {
                blob(layer, "layer");
            }
            return null;
        } catch (RegistryException e) {
            source.task().check();
            return e;
        }
    }

    /** A store that pulled one platform of several may well save the manifests of the others. */
    private boolean hasNothingOf(Manifest manifest) {
        return Stream.concat(Stream.of(manifest.config()), manifest.layers().stream())
                .noneMatch(descriptor -> has(descriptor.digest()));
    }

    private boolean has(Digest digest) {
        try {
            return source.find(BlobNames.entry(digest)) != null;
        } catch (RegistryException e) {
            source.task().check();
            return true;
        }
    }

    /** Returns where a manifest's blob lies; null where it is a foreign layer that the tar need not hold. */
    Located blob(Descriptor descriptor, String what) {
        Located located = source.find(BlobNames.entry(descriptor.digest()));
        if (located != null) {
            checkSize(located, descriptor);
            return located;
        }
        if (MediaType.isForeignLayer(descriptor.mediaType())) {
            return null;
        }
        throw missing(what, descriptor);
    }

    private void checkSize(Located located, Descriptor descriptor) {
        if (located.size() != descriptor.size()) {
            throw TarFailures.wrongSize(
                    source.tar(),
                    TarFailures.quoted(located.entry()) + " is " + located.size() + " bytes long, its manifest says "
                            + descriptor.size());
        }
    }

    private RegistryException missing(String what, Descriptor descriptor) {
        return TarFailures.invalid(source.tar(), what + " " + descriptor.digest() + " is not there");
    }
}
