package io.github.vertxregistry.embedded;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers with manifests byte for byte as they were pushed, and takes none that names content the repository has not
 * (OCI Distribution 1.1, "Pulling manifests", "Pushing Manifests", "Deleting Manifests").
 */
final class ManifestHandler {
    private static final int MAX_MISSING_SHOWN = 100;

    private final Store store;
    private final Worker worker;
    private final int maxBytes;

    ManifestHandler(Store store, Worker worker, int maxBytes) {
        this.store = store;
        this.worker = worker;
        this.maxBytes = maxBytes;
    }

    Future<Reply> get(Call call) {
        Repository repository = new Repository(store, call.repository());
        return worker.run(() -> found(repository, call)).map(stored -> Reply.of(200)
                .with("Content-Type", stored.mediaType())
                .with("Docker-Content-Digest", stored.digest().toString())
                .with("ETag", '"' + stored.digest().toString() + '"')
                .withFile(stored.path(), 0, stored.size()));
    }

    Future<Reply> put(Call call) {
        String name = call.repository();
        Digest given = call.byDigest() ? call.digest() : null;
        List<String> tags = tags(call);
        String contentType = MediaType.bare(call.header("Content-Type"));
        return call.body()
                .read(maxBytes)
                .compose(body -> worker.run(() -> checked(body, contentType, given)))
                .compose(manifest ->
                        store(name, manifest, given == null ? manifest.digest() : given, tags, Condition.of(call)));
    }

    /** Deletes a tag alone, or a manifest together with the tags that name it. */
    Future<Reply> delete(Call call) {
        Repository repository = new Repository(store, call.repository());
        if (call.byDigest()) {
            Digest digest = call.digest();
            return worker.change(() -> deleteManifest(repository, digest)).map(Reply.of(202));
        }
        String tag = call.reference();
        return worker.change(() -> deleteTag(repository, tag)).map(Reply.of(202));
    }

    // A tag that is against the grammar cannot exist: for reading, that is 404 like any other that is not there.
    private static Repository.Stored found(Repository repository, Call call) throws IOException {
        Optional<Digest> digest = call.byDigest()
                ? Optional.of(call.digest())
                : Names.isTag(call.reference()) ? repository.tagged(call.reference()) : Optional.empty();
        Optional<Repository.Stored> stored = digest.isPresent() ? repository.manifest(digest.get()) : Optional.empty();
        return stored.orElseThrow(() -> unknown(call.reference()));
    }

    private static Refusal unknown(String reference) {
        return Refusal.of(ErrorCode.MANIFEST_UNKNOWN, "no such manifest: " + Names.shown(reference));
    }

    // "?tag=" beside a digest comes with the version after 1.1.
    private static List<String> tags(Call call) {
        List<String> tags = call.byDigest() ? call.queries("tag") : List.of(call.reference());
        for (String tag : tags) {
            if (!Names.isTag(tag)) {
                throw Refusal.of(ErrorCode.TAG_INVALID, "not a tag: '" + Names.shown(tag) + "'");
            }
        }
        return tags;
    }

    private static Manifest checked(Buffer body, String contentType, Digest given) {
        byte[] bytes = body.getBytes();
        if (given != null && !given.matches(bytes)) {
            throw Refusal.of(ErrorCode.DIGEST_INVALID, "the manifest does not hash to " + given);
        }
        Manifest manifest = parsed(bytes, contentType);
        if (JsonText.readObject(bytes, FailureKind.MANIFEST_REFUSED, "the manifest")
                        .path("schemaVersion")
                        .asInt()
                != 2) {
            throw invalid("its schemaVersion is not 2");
        }
        if (!MediaType.MANIFESTS.contains(manifest.mediaType())) {
            throw invalid("its media type is not known here: " + Names.shown(manifest.mediaType()));
        }
        if (!contentType.isEmpty() && !contentType.equals(manifest.mediaType())) {
            throw invalid(
                    "its media type is " + manifest.mediaType() + ", the Content-Type is " + Names.shown(contentType));
        }
        return manifest;
    }

    private static Manifest parsed(byte[] bytes, String contentType) {
        try {
            return Manifest.parse(bytes, contentType, FailureKind.MANIFEST_REFUSED, "the manifest");
        } catch (RegistryException e) {
            throw invalid(e.getMessage());
        }
    }

    private static Refusal invalid(String why) {
        return Refusal.of(ErrorCode.MANIFEST_INVALID, why);
    }

    private Future<Reply> store(String name, Manifest manifest, Digest digest, List<String> tags, Condition condition) {
        Repository repository = new Repository(store, name);
        return worker.<Void>change(() -> {
                    condition.require(repository, tags);
                    requireContent(repository, manifest);
                    repository.putManifest(manifest, digest, tags);
                    return null;
                })
                .map(done -> stored(name, manifest, digest, tags));
    }

    private static Reply stored(String name, Manifest manifest, Digest digest, List<String> tags) {
        Reply reply = Reply.of(201)
                .with("Location", "/v2/" + name + "/manifests/" + digest)
                .with("Docker-Content-Digest", digest.toString());
        if (manifest.subject() != null) {
            reply = reply.with("OCI-Subject", manifest.subject().digest().toString());
        }
        return tags.isEmpty() ? reply : reply.with("OCI-Tag", String.join(", ", tags));
    }

    // The subject is no content of the manifest and need not exist ("Pushing Manifests with Subject").
    private static void requireContent(Repository repository, Manifest manifest) {
        Stream<Descriptor> blobs = Stream.concat(Stream.ofNullable(manifest.config()), manifest.layers().stream())
                .filter(blob -> !MediaType.isForeignLayer(blob.mediaType()))
                .filter(blob -> !repository.hasBlob(blob.digest()));
        Stream<Descriptor> children = manifest.manifests().stream().filter(child -> !hasChild(repository, child));
        List<String> missing = Stream.concat(blobs, children)
                .map(each -> each.digest().toString())
                .distinct()
                .limit(MAX_MISSING_SHOWN)
                .toList();
        if (!missing.isEmpty()) {
            throw Refusal.ofDigests(
                    ErrorCode.MANIFEST_BLOB_UNKNOWN, "the manifest names content that is not here", missing);
        }
    }

    // An index may list blobs too (build caches do); what it calls a manifest has to be one.
    private static boolean hasChild(Repository repository, Descriptor child) {
        return repository.hasManifest(child.digest())
                || (!MediaType.MANIFESTS.contains(child.mediaType()) && repository.hasBlob(child.digest()));
    }

    private static Void deleteTag(Repository repository, String tag) throws IOException {
        if (!Names.isTag(tag) || !repository.deleteTag(tag)) {
            throw unknown(tag);
        }
        return null;
    }

    private static Void deleteManifest(Repository repository, Digest digest) throws IOException {
        Repository.Stored stored = repository.manifest(digest).orElseThrow(() -> unknown(digest.toString()));
        repository.deleteManifest(digest, subject(stored));
        return null;
    }

    private static Digest subject(Repository.Stored stored) throws IOException {
        Manifest manifest = Manifest.parse(
                Files.readAllBytes(stored.path()), stored.mediaType(), FailureKind.INTERNAL, "a stored manifest");
        return manifest.subject() == null ? null : manifest.subject().digest();
    }
}
