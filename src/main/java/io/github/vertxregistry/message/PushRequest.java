package io.github.vertxregistry.message;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.UploadMode;

/**
 * Pushes images of a local tar. With neither repository nor tag the tar's primary name is used, without its host. In the
 * message all fields stand side by side.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param tar the path of a tar or of an OCI layout folder, on the node that answers
 * @param names which images, and under which names
 * @param options how they are sent
 */
public record PushRequest(
        String registry,
        String tar,
        @JsonUnwrapped PushNames names,
        @JsonUnwrapped PushOptions options) implements RegistryRequest<PushRequest>, NamesFile {
    public PushRequest {
        Fields.path(tar);
        names = names == null ? PushNames.ORIGINAL : names;
        options = options == null ? PushOptions.CONFIGURED : options;
    }

    /** Pushes the tar's only image under its primary name. */
    public static PushRequest of(String tar) {
        return new PushRequest(null, tar, null, null);
    }

    @Override
    public PushRequest to(String other) {
        return new PushRequest(other, tar, names, options);
    }

    /** Returns the same under that repository and tag; either may be null and is then the tar's. */
    public PushRequest as(String repository, String tag) {
        return with(names.as(repository, tag));
    }

    /** Returns the same with all tags of the image. */
    public PushRequest withAllTags() {
        return with(names.withAllTags());
    }

    /** Returns the same for one image of the tar, by a name or an id. */
    public PushRequest withImage(String image) {
        return with(names.withImage(image));
    }

    /** Returns the same for all images, each under its own names. */
    public PushRequest withAllImages() {
        return with(names.withAllImages());
    }

    /** Returns the same with a repository name before each repository. */
    public PushRequest withPrefix(String prefix) {
        return with(names.withPrefix(prefix));
    }

    /** Returns the same with {@code docker.io/library/x} as {@code x}. */
    public PushRequest withFamiliarNames() {
        return with(names.withFamiliarNames());
    }

    /** Returns the same for the image of an index for that platform alone. */
    public PushRequest withPlatform(String platform) {
        return with(names.withPlatform(platform));
    }

    /** Returns the same with what the layout holds that refers to the images. */
    public PushRequest withReferrers() {
        return with(names.withReferrers());
    }

    /** Returns the same with that kind of manifest. */
    public PushRequest withFormat(ManifestFormat format) {
        return with(options.withFormat(format));
    }

    /** Returns the same with plain layers compressed that way on their way to the registry, at the usual level. */
    public PushRequest withCompression(LayerCompression compression) {
        return with(options.withCompression(compression, null));
    }

    /** Returns the same with plain layers compressed that way, at that level: 1, the fastest, and up. */
    public PushRequest withCompression(LayerCompression compression, int level) {
        return with(options.withCompression(compression, level));
    }

    /** Returns the same with gzip by that program. */
    public PushRequest withCompressor(Compressor compressor) {
        return with(options.withCompressor(compressor));
    }

    /** Returns the same with that way of sending bytes. */
    public PushRequest withUpload(UploadMode upload) {
        return with(options.withUpload(upload));
    }

    /** Returns the same with chunks of so many bytes. */
    public PushRequest withChunkSize(int chunkSize) {
        return with(options.withChunkSize(chunkSize));
    }

    /** Returns the same with so many blobs at once. */
    public PushRequest withConcurrency(int concurrency) {
        return with(options.withConcurrency(concurrency));
    }

    private PushRequest with(PushNames other) {
        return new PushRequest(registry, tar, other, options);
    }

    private PushRequest with(PushOptions other) {
        return new PushRequest(registry, tar, names, other);
    }
}
