package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.message.ForeignLayers;
import io.github.vertxregistry.message.PullOptions;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.registry.Registry;
import io.github.vertxregistry.registry.Sources;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out what belongs to an image that is to be pulled: manifests and configs are read, of layers nothing. */
final class PullSelection {
    /** All documents of a pull are in memory at once. */
    private static final long MOST_DOCUMENT_BYTES = 24 << 20;

    private final Registry registry;
    private final PullOptions options;
    private final Task task;
    private long documentBytes;

    PullSelection(Registry registry, PullOptions options, Task task) {
        this.registry = registry;
        this.options = options;
        this.task = task;
    }

    /** What is gathered for one image. */
    private static final class Tree {
        final List<Manifest> manifests = new ArrayList<>();
        final Set<Digest> seen = new HashSet<>();
        final Deque<Descriptor> waiting = new ArrayDeque<>();
        final Map<Descriptor, Buffer> configs = new HashMap<>();
        final List<Descriptor> absent = new ArrayList<>();
        final List<Manifest> referrers = new ArrayList<>();
        final List<PulledTree.Signed> signed = new ArrayList<>();
    }

    /** Fails with {@code NOT_FOUND} where there is no such image, or none for the platform, and lists what there is then. */
    Future<PulledTree> select(ImageReference name) {
        Sources sources = registry.sources(name.repository());
        return sources.manifest(name.reference())
                .compose(top -> top.isIndex() ? ofIndex(name, sources, top) : ofManifest(name, sources, top, null));
    }

    private boolean isAll() {
        return PullOptions.ALL.equals(options.platform());
    }

    private PlatformWish wish(ImageReference name) {
        return PlatformWish.of(registry.origin().authority() + "/" + name, options.platform());
    }

    private Future<PulledTree> ofIndex(ImageReference name, Sources sources, Manifest index) {
        if (isAll()) {
            Tree tree = new Tree();
            add(tree, index);
            Descriptor top = Descriptor.of(index.mediaType(), index.digest(), index.size());
            return Repeat.whilst(tree, left -> !left.waiting.isEmpty(), left -> next(sources, left))
                    .compose(whole -> referrers(name, whole))
                    .compose(whole -> foreign(name, whole))
                    .map(whole -> tree(name, top, whole));
        }
        Descriptor chosen = wish(name).choose(index);
        count(index.size());
        if (MediaType.isIndex(chosen.mediaType())) {
            return select(new ImageReference(null, name.repository(), name.tag(), chosen.digest()))
                    .map(tree -> new PulledTree(
                            name,
                            tree.top(),
                            tree.manifests(),
                            tree.referrers(),
                            tree.signed(),
                            tree.configs(),
                            tree.absent(),
                            Map.of(),
                            null));
        }
        return sources.manifest(chosen.digest().toString())
                .compose(manifest -> ofManifest(name, sources, manifest, chosen));
    }

    private Future<Tree> next(Sources sources, Tree tree) {
        Descriptor child = tree.waiting.poll();
        return sources.manifest(child.digest().toString()).map(manifest -> {
            add(tree, manifest);
            return tree;
        });
    }

    private void add(Tree tree, Manifest manifest) {
        count(manifest.size());
        tree.seen.add(manifest.digest());
        tree.manifests.add(manifest);
        for (Descriptor child : manifest.manifests()) {
            if (tree.seen.add(child.digest())) {
                tree.waiting.add(child);
            }
        }
    }

    private void count(long bytes) {
        documentBytes += bytes;
        if (documentBytes > MOST_DOCUMENT_BYTES) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            "the manifests and configs of the images have more than " + MOST_DOCUMENT_BYTES + " bytes")
                    .withHint("pull fewer images at once");
        }
    }

    private Future<PulledTree> ofManifest(ImageReference name, Sources sources, Manifest manifest, Descriptor chosen) {
        Tree tree = new Tree();
        add(tree, manifest);
        Descriptor top = new Descriptor(
                manifest.mediaType(),
                manifest.size(),
                manifest.digest(),
                List.of(),
                Map.of(),
                chosen == null ? null : chosen.platform(),
                manifest.artifactType());
        return config(sources, tree, manifest)
                .compose(read -> referrers(name, read))
                .compose(read -> foreign(name, read))
                .map(read -> tree(name, top, read))
                .onSuccess(read -> {
                    if (chosen == null) {
                        checkAlone(read);
                    }
                });
    }

    private void checkAlone(PulledTree tree) {
        if (!isAll()) {
            wish(tree.name()).check(tree.config().map(ImageConfig::platform).orElse(null));
        }
    }

    private Future<Tree> config(Sources sources, Tree tree, Manifest manifest) {
        Descriptor config = manifest.config();
        if (config == null || !MediaType.isImageConfig(config.mediaType())) {
            return Future.succeededFuture(tree);
        }
        return sources.blob(config).map(bytes -> {
            count(bytes.length());
            tree.configs.put(config, bytes);
            return tree;
        });
    }

    private Future<Tree> referrers(ImageReference name, Tree tree) {
        if (!options.referrers()) {
            return Future.succeededFuture(tree);
        }
        PullReferrers found = new PullReferrers(registry, name.repository(), this::count, task);
        return found.find(tree.manifests).map(done -> {
            tree.referrers.addAll(found.referrers());
            tree.signed.addAll(found.signed());
            return tree;
        });
    }

    private Future<Tree> foreign(ImageReference name, Tree tree) {
        if (options.foreign() == ForeignLayers.FETCH) {
            return Future.succeededFuture(tree);
        }
        List<Descriptor> foreign = Stream.of(
                        tree.manifests.stream(),
                        tree.referrers.stream(),
                        tree.signed.stream().map(PulledTree.Signed::manifest))
                .flatMap(each -> each)
                .flatMap(manifest -> manifest.layers().stream())
                .filter(layer -> MediaType.isForeignLayer(layer.mediaType()))
                .distinct()
                .toList();
        return Parallel.run(foreign, 4, task, (layer, part) -> foreign(name, tree, layer))
                .map(tree);
    }

    /** The registry may have it all the same. Nobody is asked at an address that a manifest names. */
    private Future<Void> foreign(ImageReference name, Tree tree, Descriptor layer) {
        return registry.blobs(name.repository()).find(layer.digest()).map(size -> {
            if (size.isPresent()) {
                return null;
            }
            if (options.foreign() == ForeignLayers.REFUSE) {
                throw RegistryException.of(
                                FailureKind.NOT_FOUND,
                                name + ": the registry does not have the foreign layer " + layer.digest())
                        .withHint("take the image without it by --foreign skip (field 'foreign')");
            }
            task.warn(name + ": the foreign layer " + layer.digest() + " is left out, the registry does not have it");
            tree.absent.add(layer);
            return null;
        });
    }

    private static PulledTree tree(ImageReference name, Descriptor top, Tree tree) {
        return new PulledTree(
                name, top, tree.manifests, tree.referrers, tree.signed, tree.configs, tree.absent, Map.of(), null);
    }
}
