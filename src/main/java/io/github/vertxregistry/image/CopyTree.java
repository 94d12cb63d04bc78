package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The manifests that an image is made of, and what of it its target lacks: a manifest that is there has all that it names.
 * Belongs to the context that runs it.
 */
final class CopyTree {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_MANIFESTS = 1_000;
    private static final int MAX_BYTES = 16 << 20;

    private final Registry source;
    private final String from;
    private final Registry target;
    private final String to;
    private final int atOnce;
    private final Task task;
    private final Map<Digest, Node> nodes = new LinkedHashMap<>();
    private final Map<Digest, Integer> depths = new HashMap<>();
    private final Set<Descriptor> listedBlobs = new LinkedHashSet<>();
    private long bytes;

    /** A manifest; its text is null where it is at the target and nobody has read it. */
    private record Node(Descriptor descriptor, Manifest manifest, boolean isThere) {}

    CopyTree(Registry source, String from, Registry target, String to, int atOnce, Task task) {
        this.source = source;
        this.from = from;
        this.target = target;
        this.to = to;
        this.atOnce = atOnce;
        this.task = task;
    }

    /**
     * Reads what the target lacks of a manifest, which it lacks itself; fails with {@code NOT_FOUND} where the source lacks a part,
     * with {@code LIMIT_EXCEEDED} where there are too many or too large ones.
     */
    Future<Void> gather(Manifest top) {
        Descriptor descriptor = Descriptor.of(top.mediaType(), top.digest(), top.size());
        add(new Node(descriptor, top, false));
        depths.put(top.digest(), 0);
        return expand(List.of(top), 0);
    }

    private Future<Void> expand(List<Manifest> level, int depth) {
        List<Descriptor> children = children(level);
        if (children.isEmpty()) {
            return Future.succeededFuture();
        }
        if (depth == MAX_DEPTH) {
            throw tooMuch("has indexes nested more than " + MAX_DEPTH + " deep");
        }
        if (children.size() > MAX_MANIFESTS) {
            throw tooMuch("has more than " + MAX_MANIFESTS + " manifests");
        }
        // What two indexes name on different levels is written on the deeper one, before both.
        children.forEach(child -> depths.put(child.digest(), depth + 1));
        List<Descriptor> unknown = children.stream()
                .filter(child -> !nodes.containsKey(child.digest()))
                .toList();
        return Parallel.run(unknown, atOnce, task, this::load).compose(loaded -> {
            loaded.forEach(this::add);
            List<Manifest> next = children.stream()
                    .map(child -> nodes.get(child.digest()).manifest())
                    .filter(manifest -> manifest != null && manifest.isIndex())
                    .toList();
            return expand(next, depth + 1);
        });
    }

    /** An index may list blobs, too, as those of build caches do. */
    private List<Descriptor> children(List<Manifest> level) {
        Map<Digest, Descriptor> children = new LinkedHashMap<>();
        for (Manifest index : level) {
            for (Descriptor child : index.manifests()) {
                if (MediaType.MANIFESTS.contains(child.mediaType())) {
                    children.putIfAbsent(child.digest(), child);
                } else {
                    listedBlobs.add(child);
                }
            }
        }
        return List.copyOf(children.values());
    }

    private Future<Node> load(Descriptor child, Task part) {
        String digest = child.digest().toString();
        return target.during(part)
                .manifests(to)
                .find(digest)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(new Node(child, null, true))
                        : source.during(part)
                                .sources(from)
                                .manifest(digest)
                                .map(manifest -> new Node(child, manifest, false))
                                .recover(cause -> Future.failedFuture(named(child, cause))));
    }

    private Throwable named(Descriptor child, Throwable cause) {
        if (!(cause instanceof RegistryException failure) || failure.kind() != FailureKind.NOT_FOUND) {
            return cause;
        }
        return RegistryException.of(
                        FailureKind.NOT_FOUND,
                        source.origin().authority() + "/" + from + " lists " + child.digest()
                                + (child.platform() == null ? "" : " for " + child.platform()) + " and has it not")
                .withHint("copy the platforms that are there: --platform, or platforms in the message");
    }

    private void add(Node node) {
        nodes.put(node.descriptor().digest(), node);
        bytes += node.manifest() == null ? 0 : node.manifest().size();
        if (nodes.size() > MAX_MANIFESTS) {
            throw tooMuch("has more than " + MAX_MANIFESTS + " manifests");
        }
        if (bytes > MAX_BYTES) {
            throw tooMuch("has more than " + MAX_BYTES + " bytes of manifests");
        }
    }

    private RegistryException tooMuch(String what) {
        return RegistryException.of(
                        FailureKind.LIMIT_EXCEEDED, source.origin().authority() + "/" + from + ": the image " + what)
                .withHint("copy its parts by their digests");
    }

    /** Returns the blobs that may be missing, the largest first, so that none is begun when all others are done. */
    List<Descriptor> blobs() {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        nodes.values().stream()
                .filter(node -> !node.isThere())
                .flatMap(node -> RepositoryContent.blobs(node.manifest()).stream())
                .forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        listedBlobs.forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        return blobs.values().stream()
                .sorted(Comparator.comparingLong(Descriptor::size).reversed())
                .toList();
    }

    /** Returns the manifests below the top that are missing, the deepest first: those of one list name none of each other. */
    List<List<Manifest>> parts() {
        List<List<Manifest>> levels = new ArrayList<>();
        for (int depth = MAX_DEPTH; depth > 0; depth--) {
            int level = depth;
            levels.add(nodes.values().stream()
                    .filter(node ->
                            !node.isThere() && depths.get(node.descriptor().digest()) == level)
                    .map(Node::manifest)
                    .toList());
        }
        return levels;
    }
}
