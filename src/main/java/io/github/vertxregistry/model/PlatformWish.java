package io.github.vertxregistry.model;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.List;
import java.util.Optional;

/**
 * Someone wants an index's image for a platform: everything that takes one chooses it here, as docker does, and fails in the same words.
 *
 * @param what names the index, or the image, in messages
 * @param wanted the platform
 * @param named whether it was asked for, and is not only what this machine happens to be
 */
public record PlatformWish(String what, Platform wanted, boolean named) {
    /** Reads {@code os/architecture[/variant]}; {@code local} and null are what containers of this machine run on. */
    public static PlatformWish of(String what, String platform) {
        boolean named = platform != null && !platform.equals(Platform.LOCAL);
        return new PlatformWish(what, platform == null ? Platform.local() : Platform.of(platform), named);
    }

    /** Returns the image of an index that fits best; fails as choosing among its images does. */
    public Descriptor choose(Manifest index) {
        return choose(images(index));
    }

    /**
     * Returns the image that fits best; fails with {@code NOT_FOUND}, and lists what there is, where none runs there. One that is the only
     * one is taken unless a platform was named.
     */
    public Descriptor choose(List<Descriptor> images) {
        Optional<Descriptor> best = PlatformFit.of(wanted).best(images);
        if (best.isEmpty() && !named && images.size() == 1) {
            return images.get(0);
        }
        return best.orElseThrow(() -> noneFor(String.join(", ", offered(images))));
    }

    /** An image that stands alone is for its config's platform: where another is asked for it is refused, as docker does. */
    public void check(Platform alone) {
        if (!isFor(alone)) {
            throw noneFor(alone + " alone");
        }
    }

    /** Returns whether an image of that platform, null where none is known, is taken where it stands alone. */
    public boolean isFor(Platform alone) {
        return !named || alone == null || PlatformFit.of(wanted).takes(alone);
    }

    /** An index lists attestations, too; they run on {@code unknown/unknown}. */
    public static List<Descriptor> images(Manifest index) {
        return index.manifests().stream().filter(PlatformWish::isImage).toList();
    }

    /** Returns whether an entry of an index is no attestation, by its platform. */
    public static boolean isImage(Descriptor entry) {
        return entry.platform() == null || !entry.platform().os().equals("unknown");
    }

    /** Returns the platforms that an index offers, each once. */
    public static List<String> offered(Manifest index) {
        return offered(images(index));
    }

    private static List<String> offered(List<Descriptor> images) {
        return images.stream()
                .filter(image -> image.platform() != null)
                .map(image -> image.platform().toString())
                .distinct()
                .toList();
    }

    /** Returns the failure that there is none, but what is offered. */
    public RegistryException noneFor(String offered) {
        return RegistryException.of(FailureKind.NOT_FOUND, what + " has no image for " + wanted)
                .withHint(offered.isEmpty() ? "it lists no image of any platform" : "it has " + offered);
    }
}
