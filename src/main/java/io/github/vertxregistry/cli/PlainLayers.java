package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells once, with sizes, that layers went uncompressed to another machine: each pull will move all of their bytes. */
final class PlainLayers {
    private static final Set<String> PLAIN = Set.of(MediaType.DOCKER_LAYER, MediaType.OCI_LAYER);
    /** Less than this is not worth a word. */
    private static final long LEAST = 1_000_000;

    private PlainLayers() {}

    /** Returns the hint on what a push has uploaded, if there is one to give. */
    static Optional<String> hint(Session session, Settings settings, PushReply reply) {
        return reply.images().stream()
                .filter(image -> image.uploaded() > 0)
                .max((a, b) -> Long.compare(a.bytes(), b.bytes()))
                .filter(image -> image.bytes() >= LEAST)
                .flatMap(image -> ask(session, settings, image));
    }

    private static Optional<String> ask(Session session, Settings settings, PushedImage image) {
        ImageReference name = ImageReference.of(image.reference());
        String registry = settings.registry(name.host());
        if (Origin.of(registry).loopback()) {
            return Optional.empty();
        }
        try {
            ImageInfo info = session.await(session.client()
                    .withRegistry(registry)
                    .imageInfo(name.repository(), image.digest().toString()));
            return of(name.host(), info.layers());
        } catch (RegistryException e) {
            // The push is done: what is only advice must not make it fail.
            return Optional.empty();
        }
    }

    static Optional<String> of(String host, List<Descriptor> layers) {
        List<Descriptor> plain = layers.stream()
                .filter(layer -> PLAIN.contains(layer.mediaType()))
                .toList();
        long size = plain.stream().mapToLong(Descriptor::size).sum();
        if (size < LEAST) {
            return Optional.empty();
        }
        return Optional.of(plain.size() + " of " + Table.count(layers.size(), "layer") + " (" + Table.size(size)
                + ") went uncompressed to " + host + ", as they stand in the tar; --compression gzip usually"
                + " halves what each push and pull moves");
    }
}
