package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.TarManifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest or index that an index lists.
 *
 * @param descriptor how it is listed
 * @param manifest what it is, or null where it cannot be had
 * @param children what an index lists in its turn
 * @param lacks the first thing that keeps it from being pushed whole, or null where all of it is there and fits
 * @param isAbsent whether the tar simply does not hold it, or nothing that it names, as docker save leaves out other platforms
 */
record OciNode(
        Descriptor descriptor, Manifest manifest, List<OciNode> children, RegistryException lacks, boolean isAbsent) {
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    static OciNode absent(Descriptor descriptor, RegistryException lacks) {
        return new OciNode(descriptor, null, List.of(), lacks, true);
    }

    static OciNode broken(Descriptor descriptor, RegistryException lacks) {
        return new OciNode(descriptor, null, List.of(), lacks, false);
    }

    static OciNode index(Descriptor descriptor, Manifest manifest, List<OciNode> children) {
        RegistryException lacks = children.stream()
                .map(OciNode::lacks)
                .filter(failure -> failure != null)
                .findFirst()
                .orElse(null);
        return new OciNode(descriptor, manifest, children, lacks, false);
    }

    /** Returns the same node as another index lists it: with its own annotations and platform. */
    OciNode as(Descriptor other) {
        return new OciNode(other, manifest, children, lacks, isAbsent);
    }

    Digest digest() {
        return descriptor.digest();
    }

    boolean isIndex() {
        return manifest != null && manifest.isIndex();
    }

    /** Returns whether it and all that it reaches is there. */
    boolean isComplete() {
        return lacks == null;
    }

    boolean isAttestation() {
        return descriptor.annotations().containsKey(REFERENCE_TYPE);
    }

    /** Returns the manifests under it that are no indexes, each once; itself, where it is one. */
    List<OciNode> leaves() {
        Map<Digest, OciNode> leaves = new LinkedHashMap<>();
        collectLeaves(leaves, new HashSet<>());
        return new ArrayList<>(leaves.values());
    }

    private void collectLeaves(Map<Digest, OciNode> leaves, Set<Digest> seen) {
        if (!seen.add(digest())) {
            return;
        }
        if (!isIndex()) {
            leaves.put(digest(), this);
        }
        children.forEach(child -> child.collectLeaves(leaves, seen));
    }

    /** Returns the same as they are listed: one manifest may be that of several platforms, and is there for each. */
    List<OciNode> listed() {
        Map<Descriptor, OciNode> listed = new LinkedHashMap<>();
        collectListed(listed, new HashSet<>());
        return new ArrayList<>(listed.values());
    }

    private void collectListed(Map<Descriptor, OciNode> listed, Set<Digest> seen) {
        if (!isIndex()) {
            listed.putIfAbsent(descriptor, this);
        } else if (seen.add(digest())) {
            children.forEach(child -> child.collectListed(listed, seen));
        }
    }

    /** Adds the way down to a manifest, both ends included; returns whether it is reached from here. */
    boolean addPathTo(Digest manifest, List<OciNode> path) {
        if (leaves().stream().noneMatch(leaf -> leaf.digest().equals(manifest))) {
            return false;
        }
        path.add(this);
        return !isIndex() || children.stream().anyMatch(child -> child.addPathTo(manifest, path));
    }

    /** Returns all manifests of a complete node as they have to be pushed: children before parents, itself last. */
    List<TarManifest> manifestsBottomUp() {
        Map<Digest, TarManifest> found = new LinkedHashMap<>();
        collectManifests(found);
        return new ArrayList<>(found.values());
    }

    private void collectManifests(Map<Digest, TarManifest> found) {
        if (found.containsKey(digest())) {
            return;
        }
        children.forEach(child -> child.collectManifests(found));
        found.put(
                digest(),
                new TarManifest(
                        manifest.mediaType(), digest(), manifest.content().toString(StandardCharsets.UTF_8)));
    }

    /** Returns what the user knows it by: its platform, or that it is an attestation. */
    String label() {
        if (isAttestation()) {
            return "attestation";
        }
        return descriptor.platform() == null
                ? digest().shortForm()
                : descriptor.platform().toString();
    }
}
