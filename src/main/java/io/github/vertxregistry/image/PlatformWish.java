package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.Platform;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Someone wants an index's image for a platform: everything that takes one chooses it here, as docker does, and fails in the same words.
 *
 * @param what names the index, or the image, in messages
 * @param wanted the platform
 * @param named whether it was asked for, and is not only what this machine happens to be
 */
record PlatformWish(String what, Platform wanted, boolean named) {
    private static final int MOST_LEVELS = 4;

    /** Reads {@code os/architecture[/variant]}; {@code local} and null are what containers of this machine run on. */
    static PlatformWish of(String what, String platform) {
        boolean named = platform != null && !platform.equals(Platform.LOCAL);
        return new PlatformWish(what, platform == null ? Platform.local() : Platform.of(platform), named);
    }

    /** Fails with {@code NOT_FOUND}, and lists what there is, where nothing runs there. An image that is the only one is taken unless a platform was named. */
    Descriptor choose(Manifest index) {
        List<Descriptor> images = images(index);
        Optional<Descriptor> best = PlatformFit.of(wanted).best(images);
        if (best.isEmpty() && !named && images.size() == 1) {
            return images.get(0);
        }
        return best.orElseThrow(() -> noneFor(String.join(", ", offered(index))));
    }

    /** Succeeds with the image that {@link #choose} chooses; of an index that an index lists, with one of that. */
    Future<Manifest> image(Manifest index, Function<Descriptor, Future<Manifest>> read) {
        return image(index, read, 1);
    }

    private Future<Manifest> image(Manifest index, Function<Descriptor, Future<Manifest>> read, int level) {
        if (level > MOST_LEVELS) {
            return Future.failedFuture(RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED, what + " has indexes in indexes, more than " + MOST_LEVELS + " deep"));
        }
        return read.apply(choose(index))
                .compose(chosen -> chosen.isIndex() ? image(chosen, read, level + 1) : Future.succeededFuture(chosen));
    }

    /** An image that stands alone is for its config's platform: where another is asked for it is refused, as docker does. */
    void check(Platform alone) {
        if (named && alone != null && !PlatformFit.of(wanted).takes(alone)) {
            throw noneFor(alone + " alone");
        }
    }

    /** An index lists attestations, too; they run on {@code unknown/unknown}. */
    static List<Descriptor> images(Manifest index) {
        return index.manifests().stream()
                .filter(entry ->
                        entry.platform() == null || !entry.platform().os().equals("unknown"))
                .toList();
    }

    /** Returns the platforms that an index offers, each once. */
    static List<String> offered(Manifest index) {
        return images(index).stream()
                .filter(image -> image.platform() != null)
                .map(image -> image.platform().toString())
                .distinct()
                .toList();
    }

    RegistryException noneFor(String offered) {
        return RegistryException.of(FailureKind.NOT_FOUND, what + " has no image for " + wanted)
                .withHint(offered.isEmpty() ? "it lists no image of any platform" : "it has " + offered);
    }
}
