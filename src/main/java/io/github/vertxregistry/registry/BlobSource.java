package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.ByteStream;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * A registry's blob as bytes that are read when they are wanted (OCI Distribution, "Pulling blobs"). Exactly so many bytes as
 * were asked for are handed on, or the read fails; whether they hash to the digest is for the reader to check, {@code
 * image.VerifiedSource} does. It is used as any {@link ByteSource}:
 *
 * <pre>{@code
 * ByteSource blob = registry.sources(repository).source(layer);
 * return blob.open(0, blob.length()).compose(stream -> readAll(stream).eventually(stream::close));
 * }</pre>
 *
 * <ul>
 *   <li>{@code open} asks the registry, succeeds when the bytes begin to come, and fails as a GET does. It must be called on
 *       an event loop; reads may come from any thread, so a blocked worker may wait for them.
 *   <li>A read fills its place, but at the end and before a break. While nobody reads nothing is fetched, and no stall is
 *       counted.
 *   <li>What was cut is asked for again from there, by a Range, as often as other requests are tried again; each time with a
 *       token that is valid then. Of a whole blob in answer to a Range the bytes before are passed over.
 *   <li>Until it is read to its end or closed, a stream takes a place among the host's transfers: whoever needs another place
 *       to go on takes that first.
 *   <li>A read fails with {@code SIZE_MISMATCH} (the registry has another number of bytes), {@code STALLED}, {@code
 *       UNREACHABLE}, {@code REGISTRY_FAULT}, or what stopped the operation.
 * </ul>
 */
final class BlobSource implements ByteSource {
    private final List<BlobsEndpoint> places;
    private final Descriptor blob;
    private final Task task;

    BlobSource(List<BlobsEndpoint> places, Descriptor blob, Task task) {
        this.places = List.copyOf(places);
        this.blob = blob;
        this.task = task;
    }

    @Override
    public long length() {
        return blob.size();
    }

    @Override
    public String name() {
        return places.get(places.size() - 1).name(blob.digest());
    }

    @Override
    public Future<ByteStream> open(long offset, long length) {
        if (offset < 0 || length < 0 || length > blob.size() - offset) {
            return Future.failedFuture(RegistryException.badField(
                    "offset", "and length lie outside of " + name() + ", which has " + blob.size() + " bytes"));
        }
        Context context = Vertx.currentContext();
        if (context == null || !context.isEventLoopContext()) {
            return Future.failedFuture(new IllegalStateException("a blob is opened on an event loop"));
        }
        return new BlobStream(places, blob, offset, offset + length, context, task).begin();
    }
}
