package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.Attempt;
import io.github.vertxregistry.http.Download;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.OptionalLong;

/** {@code /v2/<name>/blobs/<digest>}: OCI Distribution, "Pulling blobs" (end-2) and "Deleting Blobs" (end-10). */
public final class BlobsEndpoint {
    private final Origin origin;
    private final HttpSender sender;
    private final Task task;
    private final String repository;
    private final int maxBytes;
    private final Location elsewhere;

    BlobsEndpoint(Origin origin, HttpSender sender, Task task, String repository, int maxBytes) {
        this(origin, sender, task, repository, maxBytes, null);
    }

    private BlobsEndpoint(
            Origin origin, HttpSender sender, Task task, String repository, int maxBytes, Location elsewhere) {
        this.elsewhere = elsewhere;
        this.origin = origin;
        this.sender = sender;
        this.task = task;
        this.repository = Names.repository(repository);
        this.maxBytes = maxBytes;
    }

    /**
     * Asks whether the repository has a blob, and for its length in bytes; -1 where the registry does not tell. Only 404 means
     * that it has none: every other refusal is a failure, and an answer for another digest is {@code DIGEST_MISMATCH}.
     */
    public Future<OptionalLong> find(Digest digest) {
        return sender.send(call(HttpMethod.HEAD, digest, "head blob"), task).map(answer -> {
            if (answer.is(404)) {
                return OptionalLong.empty();
            }
            if (!answer.call().isToRegistry() && answer.is(401, 403, 405, 501)) {
                // The registry knows the blob and has sent us to a store whose address is good for GET alone.
                return OptionalLong.of(-1);
            }
            answer.require(200, 204, 206).requireNoPage();
            StatedDigest.check(answer, digest);
            return OptionalLong.of(length(answer));
        });
    }

    /**
     * Gets a small blob, a config, whole; fails with {@code DIGEST_MISMATCH}, {@code SIZE_MISMATCH} or {@code
     * LIMIT_EXCEEDED}. Room is taken for what comes, and not for what its descriptor says.
     */
    public Future<Buffer> get(Descriptor blob) {
        Digest digest = blob.digest();
        return sender.fetch(call(HttpMethod.GET, digest, "get blob"), maxBytes, task)
                .map(answer -> {
                    answer.require(200);
                    if (!digest.matches(answer.body().getBytes())) {
                        throw StatedDigest.mismatch(answer, "its bytes do not hash to its digest");
                    }
                    if (answer.body().length() != blob.size()) {
                        throw otherSize(blob, answer.body().length());
                    }
                    return answer.body();
                });
    }

    private RegistryException otherSize(Descriptor blob, int length) {
        return RegistryException.of(
                        FailureKind.SIZE_MISMATCH,
                        name(blob.digest()) + " has " + length + " bytes, and " + blob.size()
                                + " by the manifest that names it")
                .withHint("the manifest is wrong: push the image anew");
    }

    /** Returns a blob's bytes, that are read from the registry as they are wanted; see {@link BlobSource}. */
    public ByteSource source(Descriptor blob) {
        return new BlobSource(List.of(this), blob, task);
    }

    /** Returns what gets blobs at another address, which is told no credentials. */
    BlobsEndpoint at(Location address) {
        return new BlobsEndpoint(origin, sender, task, repository, maxBytes, address);
    }

    /** Asks, once, for a blob's bytes from an offset on to before an end; the whole without a Range. */
    Future<Download> download(Descriptor blob, long from, long end) {
        HttpCall there = call(HttpMethod.GET, blob.digest(), "get blob");
        HttpCall whole = elsewhere == null ? there : there.to(elsewhere);
        boolean isWhole = from == 0 && end == blob.size();
        HttpCall call = isWhole ? whole : whole.with("Range", "bytes=" + from + "-" + (end - 1));
        return sender.download(call, task);
    }

    /** Asks for the first byte alone. */
    Future<Boolean> givesParts(Descriptor blob) {
        return repeat(() -> download(blob, 0, 1).compose(download -> {
            boolean isPart = download.answer().require(200, 206).is(206);
            return download.body().close().map(isPart);
        }));
    }

    /** Does something of several requests as one thing that is tried again. */
    <T> Future<T> repeat(Attempt<T> attempt) {
        return sender.repeat(origin, task, attempt);
    }

    /** Names the blob and the host in messages. */
    String name(Digest digest) {
        return (elsewhere == null ? origin : elsewhere.origin()).authority() + "/" + repository + "@" + digest;
    }

    /** Takes a blob out of the repository. */
    public Future<Void> delete(Digest digest) {
        return sender.send(call(HttpMethod.DELETE, digest, "delete blob"), task)
                .map(answer -> answer.require(202, 200, 204))
                .mapEmpty();
    }

    private static long length(HttpAnswer answer) {
        return answer.is(200) ? answer.number("Content-Length").orElse(-1L) : -1L;
    }

    private HttpCall call(HttpMethod method, Digest digest, String verb) {
        return HttpCall.of(
                        method,
                        origin,
                        "/v2/" + repository + "/blobs/" + digest,
                        verb + " " + repository + "@" + digest)
                .needing(method.equals(HttpMethod.DELETE) ? Scopes.delete(repository) : Scopes.pull(repository));
    }
}
