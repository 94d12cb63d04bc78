package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Attempt;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes one manifest. After an answer that was lost a HEAD tells whether it was taken; a tag that may not be moved and has
 * the digest already is done, too, since registries refuse the same once more.
 */
final class ManifestWrite implements Attempt<ManifestWrite.Written> {
    private final Digest digest;
    private final Supplier<Future<Written>> put;
    private final Supplier<Future<Optional<Descriptor>>> find;
    private boolean mayBeWritten;

    /**
     * A manifest was written, or was there.
     *
     * @param isListed whether the registry says that it lists it among its subject's referrers; null where its answer was lost
     */
    record Written(Boolean isListed) {}

    ManifestWrite(Digest digest, Supplier<Future<Written>> put, Supplier<Future<Optional<Descriptor>>> find) {
        this.digest = digest;
        this.put = put;
        this.find = find;
    }

    @Override
    public Future<Written> run() {
        return mayBeWritten ? orElse(this::write) : write();
    }

    private Future<Written> write() {
        return put.get().recover(cause -> {
            mayBeWritten = true;
            boolean immutable =
                    cause instanceof RegistryException failure && failure.kind() == FailureKind.TAG_IMMUTABLE;
            return immutable ? orElse(() -> Future.failedFuture(cause)) : Future.failedFuture(cause);
        });
    }

    private Future<Written> orElse(Supplier<Future<Written>> other) {
        return find.get()
                .compose(
                        present -> present.isPresent() && present.get().digest().equals(digest)
                                ? Future.succeededFuture(new Written(null))
                                : other.get());
    }
}
