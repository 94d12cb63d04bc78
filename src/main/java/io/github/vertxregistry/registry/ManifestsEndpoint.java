package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code /v2/<name>/manifests/<reference>}: OCI Distribution, "Pulling manifests" (end-3), "Pushing manifests" (end-7) and
 * "Deleting" (end-9).
 */
public final class ManifestsEndpoint {
    private final Origin origin;
    private final HttpSender sender;
    private final Task task;
    private final String repository;
    private final int maxBytes;

    ManifestsEndpoint(Origin origin, HttpSender sender, Task task, String repository, int maxBytes) {
        this.origin = origin;
        this.sender = sender;
        this.task = task;
        this.repository = Names.repository(repository);
        this.maxBytes = maxBytes;
    }

    /**
     * Gets a manifest. It hashes to the digest that it was asked by, and to that of its header; else {@code
     * DIGEST_MISMATCH}.
     */
    public Future<Manifest> get(String reference) {
        return getTagged(reference).map(Tagged::manifest);
    }

    /**
     * A manifest, and what tells this state of a tag from others.
     *
     * @param etag the registry's {@code ETag}, or null where it has none
     */
    record Tagged(Manifest manifest, String etag) {}

    Future<Tagged> getTagged(String reference) {
        return sender.fetch(accepting(call(HttpMethod.GET, reference, "get manifest")), maxBytes, task)
                .map(answer -> new Tagged(
                        read(answer.require(200).requireNoPage(), reference),
                        answer.header("ETag").orElse(null)));
    }

    /**
     * Asks for a manifest's type, digest and size, and empty where there is none. A registry that leaves the digest out of
     * the answer is asked for the manifest itself.
     */
    public Future<Optional<Descriptor>> find(String reference) {
        return sender.send(accepting(call(HttpMethod.HEAD, reference, "head manifest")), task)
                .compose(answer -> {
                    if (answer.is(404)) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    answer.require(200).requireNoPage();
                    Optional<Digest> digest = StatedDigest.of(answer);
                    OptionalLong length = answer.number("Content-Length");
                    if (digest.isEmpty() || length.isEmpty()) {
                        return get(reference).map(m -> Optional.of(Descriptor.of(m.mediaType(), m.digest(), m.size())));
                    }
                    String type = MediaType.bare(answer.headers().get("Content-Type"));
                    if (Names.isDigest(reference)) {
                        StatedDigest.check(answer, Digest.of(reference));
                    }
                    return Future.succeededFuture(Optional.of(Descriptor.of(type, digest.get(), length.getAsLong())));
                });
    }

    /**
     * Writes a manifest, byte for byte, and returns its digest. What does not hash to the digest that it is written under is
     * not sent and fails with {@code DIGEST_MISMATCH}, what is above the configured size with {@code LIMIT_EXCEEDED}; a tag that
     * may not be moved fails with {@code TAG_IMMUTABLE}, unless it has the digest already. Where the manifest has a subject and the
     * registry does not say that it lists referrers, it is entered in the subject's referrers tag ("Pushing Manifests with
     * Subject").
     */
    public Future<Digest> put(String reference, String mediaType, Buffer content) {
        return write(reference, mediaType, content, Map.of())
                .compose(written -> new ReferrersTag(this).enter(mediaType, content, written.isListed()))
                .map(Digest.sha256(content.getBytes()));
    }

    /**
     * Writes a manifest.
     *
     * @param condition the header that says what the tag must still be for it to be written (RFC 9110, 13.1), or none
     */
    Future<ManifestWrite.Written> write(
            String reference, String mediaType, Buffer content, Map<String, String> condition) {
        byte[] bytes = content.getBytes();
        Digest digest = Digest.sha256(bytes);
        if (bytes.length > maxBytes) {
            return Future.failedFuture(RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            "the manifest for " + repository + Names.at(reference) + " has " + bytes.length
                                    + " bytes, the limit is " + maxBytes)
                    .withHint("http.maxManifestBytes of the configuration sets the limit"));
        }
        if (Names.isDigest(reference) && !Digest.of(reference).matches(bytes)) {
            return Future.failedFuture(RegistryException.of(
                            FailureKind.DIGEST_MISMATCH,
                            "the manifest for " + repository + Names.at(reference) + " hashes to " + digest)
                    .withHint("nothing was sent: name its own digest, or a tag"));
        }
        HttpCall call = call(HttpMethod.PUT, reference, "put manifest")
                .with("Content-Type", mediaType)
                .with(condition)
                .withContent(content);
        ManifestWrite write = new ManifestWrite(
                digest,
                () -> sender.sendOnce(call, task).map(answer -> written(answer, digest)),
                () -> find(reference));
        return sender.repeat(origin, task, write);
    }

    private static ManifestWrite.Written written(HttpAnswer answer, Digest digest) {
        if (answer.is(200)) {
            throw answer.senseless("it said 200 where 201 means that a manifest is written");
        }
        StatedDigest.check(answer.require(201), digest);
        return new ManifestWrite.Written(answer.header("OCI-Subject").isPresent());
    }

    /** Deletes a tag, or a manifest by its digest; a registry may know only the latter and then answers UNSUPPORTED. */
    public Future<Void> delete(String reference) {
        return sender.send(call(HttpMethod.DELETE, reference, "delete manifest"), task)
                .map(answer -> answer.require(202, 200, 204))
                .mapEmpty();
    }

    /**
     * Deletes a manifest, and takes it out of its subject's referrers tag where the registry has no referrers API (OCI
     * Distribution, "Deleting Manifests"); fails as {@link #delete}.
     */
    public Future<Void> remove(Digest digest) {
        return get(digest.toString())
                .map(manifest -> Optional.ofNullable(manifest.subject()).map(Descriptor::digest))
                // Damaged content can be deleted like any other; what is missing the registry says itself.
                .otherwise(Optional.empty())
                .compose(subject -> delete(digest.toString())
                        .compose(done -> subject.isEmpty()
                                ? Future.succeededFuture()
                                : new ReferrersTag(this).leave(subject.get(), digest)));
    }

    /** Returns what refers to manifests of the repository. */
    ReferrersEndpoint referrers() {
        return new ReferrersEndpoint(origin, sender, task, repository, maxBytes, this);
    }

    /** Names the repository and its host in messages. */
    String name() {
        return origin.authority() + "/" + repository;
    }

    private Manifest read(HttpAnswer answer, String reference) {
        byte[] bytes = answer.body().getBytes();
        String what = "the manifest " + repository + Names.at(reference) + " of " + origin.authority();
        if (bytes.length == 0) {
            throw answer.senseless("the manifest is empty");
        }
        Manifest manifest =
                Manifest.parse(bytes, answer.headers().get("Content-Type"), FailureKind.REGISTRY_FAULT, what);
        Optional<Digest> said = StatedDigest.of(answer);
        if (said.isPresent() && !said.get().matches(bytes)) {
            throw StatedDigest.mismatch(
                    answer, "it hashes to " + manifest.digest() + ", the registry said " + said.get());
        }
        if (Names.isDigest(reference) && !Digest.of(reference).matches(bytes)) {
            throw StatedDigest.mismatch(answer, "it hashes to " + manifest.digest());
        }
        return manifest;
    }

    private static HttpCall accepting(HttpCall call) {
        return call.with("Accept", String.join(", ", MediaType.MANIFESTS));
    }

    private HttpCall call(HttpMethod method, String reference, String verb) {
        String uri = "/v2/" + repository + "/manifests/" + Names.reference(reference);
        return HttpCall.of(method, origin, uri, verb + " " + repository + Names.at(reference))
                .needing(scopes(method));
    }

    private Set<String> scopes(HttpMethod method) {
        if (method.equals(HttpMethod.DELETE)) {
            return Scopes.delete(repository);
        }
        return method.equals(HttpMethod.PUT) ? Scopes.push(repository) : Scopes.pull(repository);
    }
}
