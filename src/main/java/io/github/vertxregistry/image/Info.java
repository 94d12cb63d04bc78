package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.registry.Registry;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.LongStream;

/** Tells what an image is: its manifest, of an index the one for a platform, and its config. */
public final class Info {
    private final Registry registry;
    private final ImageInfoRequest request;

    /** Prepares the question to that registry. */
    public Info(Registry registry, ImageInfoRequest request) {
        this.registry = registry;
        this.request = request;
    }

    /** Asks; fails with {@code NOT_FOUND} where there is no such image, or an index has none for the platform. */
    public Future<ImageInfo> run() {
        return manifest(request.reference())
                .compose(top -> top.isIndex()
                        ? WishedImage.of(
                                        wish(),
                                        top,
                                        entry -> manifest(entry.digest().toString()))
                                .compose(chosen -> describe(chosen, PlatformWish.offered(top)))
                        : describe(top, List.of()));
    }

    private Future<Manifest> manifest(String reference) {
        return registry.sources(request.repository()).manifest(reference);
    }

    private PlatformWish wish() {
        return PlatformWish.of(
                registry.origin().authority() + "/" + request.repository() + Names.at(request.reference()),
                request.platform());
    }

    private ImageConfig fitting(ImageConfig alone) {
        wish().check(alone.platform());
        return alone;
    }

    private Future<ImageInfo> describe(Manifest manifest, List<String> platforms) {
        if (manifest.config() == null) {
            return Future.failedFuture(RegistryException.of(
                            FailureKind.UNSUPPORTED,
                            "the manifest of " + request.repository() + " is of the type " + manifest.mediaType()
                                    + ", which has no config")
                    .withHint("'manifest' shows it as it is"));
        }
        if (!MediaType.isImageConfig(manifest.config().mediaType())) {
            return Future.succeededFuture(info(manifest, null, platforms));
        }
        return registry.sources(request.repository())
                .blob(manifest.config())
                .map(bytes -> ImageConfig.parse(
                        bytes.getBytes(), FailureKind.REGISTRY_FAULT, "the config of " + request.repository()))
                .map(config -> info(manifest, platforms.isEmpty() ? fitting(config) : config, platforms));
    }

    private long sum(LongStream sizes) {
        try {
            return sizes.reduce(0, Math::addExact);
        } catch (ArithmeticException e) {
            throw RegistryException.of(
                            FailureKind.REGISTRY_FAULT,
                            "the sizes in the manifest of " + request.repository() + " are more than there can be")
                    .withCause(e)
                    .withRetry(false, 0);
        }
    }

    private ImageInfo info(Manifest manifest, ImageConfig config, List<String> platforms) {
        long configSize = manifest.config().size();
        long layerSize = sum(manifest.layers().stream().mapToLong(Descriptor::size));
        long totalSize = sum(LongStream.of(manifest.size(), configSize, layerSize));
        return new ImageInfo(
                request.repository(),
                request.reference().indexOf(':') >= 0 ? null : request.reference(),
                manifest.digest(),
                manifest.mediaType(),
                manifest.content().toString(),
                config == null ? null : config.architecture(),
                config == null ? null : config.os(),
                config == null ? null : config.created(),
                configSize,
                layerSize,
                totalSize,
                manifest.layers().size(),
                config == null ? null : config.container(),
                manifest.layers(),
                config == null ? List.of() : config.diffIds(),
                config == null ? List.of() : config.history(),
                platforms);
    }
}
