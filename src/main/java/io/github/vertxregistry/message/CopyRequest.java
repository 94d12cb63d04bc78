package io.github.vertxregistry.message;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.model.Names;
import java.util.List;

/**
 * Copies an image from one registry to another, or to another repository of the same one, byte for byte.
 *
 * @param source the image; without a reference {@code latest}
 * @param target where it goes; without a reference it has the source's
 * @param platforms which images of an index alone are copied, each {@code os/architecture[/variant]}; of one its manifest
 *     alone, of several an index of them; empty for all as they are
 * @param referrers whether what refers to the image is copied, too: signatures, attestations and other artifacts
 * @param concurrency blobs at once; null for the configured number
 */
public record CopyRequest(
        ImagePlace source, ImagePlace target, List<String> platforms, Boolean referrers, Integer concurrency) {
    private static final int MAX_PLATFORMS = 100;

    public CopyRequest {
        Fields.present("source", source);
        Fields.present("target", target);
        platforms = platforms == null ? List.of() : List.copyOf(platforms);
        if (platforms.size() > MAX_PLATFORMS) {
            throw Fields.count("platforms", platforms.size(), 0, MAX_PLATFORMS);
        }
        platforms.forEach(Fields::platform);
        referrers = referrers != null && referrers;
        Fields.between("concurrency", concurrency, 1, TransferConfig.MAX_CONCURRENCY);
        if (source.reference() == null) {
            source = new ImagePlace(source.registry(), source.repository(), "latest");
        }
        if (target.reference() == null && !Names.isDigest(source.reference())) {
            target = new ImagePlace(target.registry(), target.repository(), source.reference());
        }
    }

    /** Returns a request to copy all platforms of an image, and nothing that refers to it. */
    public static CopyRequest of(ImagePlace source, ImagePlace target) {
        return new CopyRequest(source, target, null, null, null);
    }

    /** Returns the same for these platforms alone. */
    public CopyRequest withPlatforms(String... chosen) {
        return new CopyRequest(source, target, List.of(chosen), referrers, concurrency);
    }

    /** Returns the same with what refers to the image. */
    public CopyRequest withReferrers() {
        return new CopyRequest(source, target, platforms, true, concurrency);
    }

    /** Returns the same with so many blobs at once. */
    public CopyRequest withConcurrency(int blobs) {
        return new CopyRequest(source, target, platforms, referrers, blobs);
    }

    /** Returns the same, with that registry where source or target name none. */
    public CopyRequest in(String registry) {
        return new CopyRequest(source.orIn(registry), target.orIn(registry), platforms, referrers, concurrency);
    }
}
