package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.DockerHub;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents that make files a layout: the same bytes for the same images under the same names. */
final class PullDocuments {
    private static final String OCI_LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private PullDocuments() {}

    /** Returns the mark of an OCI layout. */
    static LayoutEntry ociLayout() {
        return LayoutEntry.document("oci-layout", OCI_LAYOUT.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns {@code index.json}: an entry for each name, with the names that containerd and others read. */
    static LayoutEntry index(Origin origin, List<PulledTree> trees) {
        ObjectNode index =
                JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        ArrayNode manifests = index.putArray("manifests");
        trees.forEach(tree -> manifests.add(entry(origin, tree)));
        // What refers to an image is found by these entries alone: a layout has no referrers API.
        trees.stream()
                .flatMap(tree -> tree.referrers().stream())
                .filter(referrer -> referrer.subject() != null)
                .distinct()
                .forEach(referrer -> manifests.add(referrer(referrer)));
        trees.stream()
                .flatMap(tree -> tree.signed().stream())
                .distinct()
                .forEach(signed -> manifests.add(signed(signed)));
        return LayoutEntry.document("index.json", JsonBinding.toBytes(index));
    }

    private static ObjectNode entry(Origin origin, PulledTree tree) {
        Descriptor top = tree.top();
        ObjectNode entry = Trees.descriptor(top.mediaType(), top.digest(), top.size());
        if (top.artifactType() != null) {
            entry.put("artifactType", top.artifactType());
        }
        if (isTagged(tree.name())) {
            entry.putObject("annotations")
                    .put(CONTAINERD_NAME, fullName(origin, tree.name()))
                    .put(REF_NAME, tree.name().tagOrLatest());
        }
        if (top.platform() != null) {
            entry.set("platform", JsonNodeFactory.instance.pojoNode(top.platform()));
        }
        return entry;
    }

    private static ObjectNode referrer(Manifest referrer) {
        ObjectNode entry = Trees.descriptor(referrer.mediaType(), referrer.digest(), referrer.size());
        if (referrer.artifactType() != null) {
            entry.put("artifactType", referrer.artifactType());
        }
        return entry;
    }

    /** The tag alone is the name: it belongs to the repository of the image that it is about. */
    private static ObjectNode signed(PulledTree.Signed signed) {
        ObjectNode entry = referrer(signed.manifest());
        entry.putObject("annotations").put(REF_NAME, signed.tag());
        return entry;
    }

    /** Returns {@code manifest.json}, by which {@code docker load} goes: an entry for each image, with all of its names. */
    static LayoutEntry manifest(Origin origin, List<PulledTree> trees) {
        Map<Descriptor, ObjectNode> images = new LinkedHashMap<>();
        for (PulledTree tree : trees) {
            ObjectNode image = images.computeIfAbsent(tree.top(), top -> saved(tree.root()));
            if (isTagged(tree.name())) {
                ((ArrayNode) image.get("RepoTags")).add(familiarName(origin, tree.name()));
            }
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        images.values().forEach(all::add);
        return LayoutEntry.document("manifest.json", JsonBinding.toBytes(all));
    }

    private static ObjectNode saved(Manifest manifest) {
        ObjectNode image = JsonNodeFactory.instance
                .objectNode()
                .put("Config", LayoutEntry.nameOf(manifest.config().digest()));
        image.putArray("RepoTags");
        ArrayNode layers = image.putArray("Layers");
        manifest.layers().forEach(layer -> layers.add(LayoutEntry.nameOf(layer.digest())));
        return image;
    }

    /** What is asked for by digest alone gets no name. */
    private static boolean isTagged(ImageReference name) {
        return name.tag() != null || name.digest() == null;
    }

    /** Returns the name as containerd has it: with the host, and for Docker Hub with the host that stands for it. */
    private static String fullName(Origin origin, ImageReference name) {
        String host = DockerHub.isHost(origin.host()) ? DockerHub.NAME : host(origin);
        return host + "/" + name.repository() + ":" + name.tagOrLatest();
    }

    /** Returns the name as docker shows it: that of Docker Hub is left out. */
    private static String familiarName(Origin origin, ImageReference name) {
        if (!DockerHub.isHost(origin.host())) {
            return fullName(origin, name);
        }
        String repository = name.repository();
        boolean official = repository.startsWith(DockerHub.OFFICIAL);
        return (official ? repository.substring(DockerHub.OFFICIAL.length()) : repository) + ":" + name.tagOrLatest();
    }

    /** A host that is one word would be taken for a part of the repository. */
    private static String host(Origin origin) {
        String authority = origin.authority();
        return Origin.isAddress(authority) ? authority : authority + ":" + origin.port();
    }
}
