package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.vertxregistry.model.ImageReference;
import java.util.List;

/**
 * Pulls images of a registry to a tar or a folder. In the message all fields stand side by side.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param images the images, 1 to 1,000, of any repositories of that registry, each {@code repository[:tag][@digest]}
 * @param tar the path of the tar or the folder, on the node that answers
 * @param options what is pulled and how
 */
public record PullRequest(
        String registry,
        List<ImageReference> images,
        String tar,
        @JsonUnwrapped PullOptions options) implements RegistryRequest<PullRequest>, NamesFile {
    private static final int MAX_IMAGES = 1_000;

    public PullRequest {
        Fields.present("images", images);
        images = images.stream().distinct().toList();
        if (images.isEmpty() || images.size() > MAX_IMAGES) {
            throw Fields.count("images", images.size(), 1, MAX_IMAGES);
        }
        images.forEach(image -> Fields.withoutHost("images", image));
        Fields.path(tar);
        options = options == null ? PullOptions.DEFAULT : options;
    }

    /** Pulls images, each {@code repository[:tag][@digest]}, to a tar that docker loads. */
    public static PullRequest of(String tar, String... images) {
        return new PullRequest(
                null, List.of(images).stream().map(ImageReference::of).toList(), tar, null);
    }

    @Override
    public PullRequest to(String other) {
        return new PullRequest(other, images, tar, options);
    }

    /** Returns the same written in that format. */
    public PullRequest withFormat(PullFormat format) {
        return with(options.withFormat(format));
    }

    /** Returns the same with layers of that form. */
    public PullRequest withLayers(LayerForm layers) {
        return with(options.withLayers(layers));
    }

    /** Returns the same for that platform: {@code os/architecture[/variant]}, {@code local}, or {@code all}. */
    public PullRequest withPlatform(String platform) {
        return with(options.withPlatform(platform));
    }

    /** Returns the same with what refers to the images: signatures, attestations. */
    public PullRequest withReferrers() {
        return with(options.withReferrers());
    }

    /** Returns the same that replaces a file which is there. */
    public PullRequest withForce() {
        return with(options.withForce());
    }

    /** Returns the same with that done about foreign layers. */
    public PullRequest withForeign(ForeignLayers foreign) {
        return with(options.withForeign(foreign));
    }

    /** Returns the same with so many blobs at once. */
    public PullRequest withConcurrency(int concurrency) {
        return with(options.withConcurrency(concurrency));
    }

    private PullRequest with(PullOptions other) {
        return new PullRequest(registry, images, tar, other);
    }
}
