package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.PlatformWish;
import io.vertx.core.Future;
import java.util.function.Function;

/** The image of an index that someone wishes for; where the index lists an index for that platform, an image of that one. */
final class WishedImage {
    private static final int MOST_LEVELS = 4;

    private WishedImage() {}

    /** Succeeds with what {@link PlatformWish#choose} chooses, and fails as that does. */
    static Future<Manifest> of(PlatformWish wish, Manifest index, Function<Descriptor, Future<Manifest>> read) {
        return of(wish, index, read, 1);
    }

    private static Future<Manifest> of(
            PlatformWish wish, Manifest index, Function<Descriptor, Future<Manifest>> read, int level) {
        if (level > MOST_LEVELS) {
            return Future.failedFuture(RegistryException.of(
                    FailureKind.LIMIT_EXCEEDED,
                    wish.what() + " has indexes in indexes, more than " + MOST_LEVELS + " deep"));
        }
        return read.apply(wish.choose(index))
                .compose(chosen ->
                        chosen.isIndex() ? of(wish, chosen, read, level + 1) : Future.succeededFuture(chosen));
    }
}
