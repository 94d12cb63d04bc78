package io.github.vertxregistry.message;

import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.model.Platform;

/**
 * What is pulled of an image, and how.
 *
 * @param format what is written; {@code docker}
 * @param layers how layers stand in it; {@code keep}
 * @param platform which images of an index: {@code os/architecture[/variant]}, {@code all}, or {@code local} for that of containers
 *     on the node's machine, which is also taken where it is null
 * @param referrers whether what refers to the images comes along, into an OCI layout
 * @param force whether a file that is there is replaced
 * @param foreign what becomes of foreign layers that the registry lacks; {@code skip}
 * @param concurrency blobs, or parts of them, at once; null for the configured number
 */
public record PullOptions(
        PullFormat format,
        LayerForm layers,
        String platform,
        boolean referrers,
        boolean force,
        ForeignLayers foreign,
        Integer concurrency) {
    /** All as it is by default. */
    public static final PullOptions DEFAULT = new PullOptions(null, null, null, false, false, null, null);

    /** The platform that stands for every one. */
    public static final String ALL = "all";

    /** The platform that containers on the node's machine run on. */
    public static final String LOCAL = Platform.LOCAL;

    public PullOptions {
        format = format == null ? PullFormat.DOCKER : format;
        layers = layers == null ? LayerForm.KEEP : layers;
        if (!ALL.equals(platform) && !LOCAL.equals(platform)) {
            Fields.platform(platform);
        }
        foreign = foreign == null ? ForeignLayers.SKIP : foreign;
        Fields.between("concurrency", concurrency, 1, TransferConfig.MAX_CONCURRENCY);
    }

    PullOptions withFormat(PullFormat other) {
        return new PullOptions(other, layers, platform, referrers, force, foreign, concurrency);
    }

    PullOptions withLayers(LayerForm other) {
        return new PullOptions(format, other, platform, referrers, force, foreign, concurrency);
    }

    PullOptions withPlatform(String other) {
        return new PullOptions(format, layers, other, referrers, force, foreign, concurrency);
    }

    PullOptions withReferrers() {
        return new PullOptions(format, layers, platform, true, force, foreign, concurrency);
    }

    PullOptions withForce() {
        return new PullOptions(format, layers, platform, referrers, true, foreign, concurrency);
    }

    PullOptions withForeign(ForeignLayers other) {
        return new PullOptions(format, layers, platform, referrers, force, other, concurrency);
    }

    PullOptions withConcurrency(int other) {
        return new PullOptions(format, layers, platform, referrers, force, foreign, other);
    }
}
