package io.github.vertxregistry.registry;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.ReferrersTags;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps the tag that lists a subject's referrers up to date where the registry has no referrers API (OCI Distribution,
 * "Pushing Manifests with Subject" and "Referrers Tag Schema"). The tag is written on the condition that nobody else has
 * written it since it was read, where the registry has an {@code ETag}, and is read again afterwards, since not all registries
 * mind the condition.
 */
final class ReferrersTag {
    private static final int MOST_TRIES = 10;

    private final ManifestsEndpoint manifests;
    private final ReferrersEndpoint referrers;

    ReferrersTag(ManifestsEndpoint manifests) {
        this.manifests = manifests;
        this.referrers = manifests.referrers();
    }

    /**
     * Enters a manifest that was written, if it has a subject and the registry does not list it.
     *
     * @param isListed whether the registry has said so; null where that is not known
     */
    Future<Void> enter(String mediaType, Buffer content, Boolean isListed) {
        Manifest referrer = Boolean.TRUE.equals(isListed) ? null : read(mediaType, content);
        if (referrer == null || referrer.subject() == null) {
            return Future.succeededFuture();
        }
        Digest subject = referrer.subject().digest();
        Future<Boolean> listed = isListed != null
                ? Future.succeededFuture(false)
                : referrers.list(subject, null, null).map(ReferrersEndpoint.Page::isByApi);
        return listed.compose(byApi -> byApi
                ? Future.succeededFuture()
                : change(subject, index -> with(index, describe(referrer)))
                        .recover(cause -> Future.failedFuture(named(referrer, subject, cause))));
    }

    /** Takes a manifest that was deleted out of its subject's tag; does nothing where the registry has the API. */
    Future<Void> leave(Digest subject, Digest referrer) {
        return referrers
                .list(subject, null, null)
                .compose(page ->
                        page.isByApi() ? Future.succeededFuture() : change(subject, index -> without(index, referrer)));
    }

    /** What the registry took is a manifest of a kind that has no subject, or not even JSON, for all we know. */
    private static Manifest read(String mediaType, Buffer content) {
        try {
            return Manifest.parse(content.getBytes(), mediaType, FailureKind.BAD_REQUEST, "the manifest");
        } catch (RegistryException e) {
            return null;
        }
    }

    /** "Listing Referrers": an image manifest that names no artifact type has that of its config. */
    private static Descriptor describe(Manifest referrer) {
        boolean isNamed =
                referrer.artifactType() != null && !referrer.artifactType().isEmpty();
        String type = isNamed
                ? referrer.artifactType()
                : referrer.config() == null ? null : referrer.config().mediaType();
        return new Descriptor(
                referrer.mediaType(),
                referrer.size(),
                referrer.digest(),
                List.of(),
                referrer.annotations(),
                null,
                type);
    }

    private Future<Void> change(Digest subject, UnaryOperator<JsonArray> changed) {
        String tag = ReferrersTags.of(subject);
        return Repeat.whilst(0, tries -> tries >= 0, tries -> once(tag, changed, tries))
                .mapEmpty();
    }

    /** Succeeds with a negative number when the tag is as it should be, else with the number of tries. */
    private Future<Integer> once(String tag, UnaryOperator<JsonArray> changed, int tries) {
        return present(tag).compose(found -> {
            JsonObject index = found.map(this::index).orElseGet(ReferrersTag::empty);
            JsonArray before = index.getJsonArray("manifests");
            JsonArray after = changed.apply(before);
            if (after.size() == before.size()) {
                return Future.succeededFuture(-1);
            }
            if (tries == MOST_TRIES) {
                throw RegistryException.of(
                                FailureKind.CONFLICT, manifests.name() + ": others keep writing the tag " + tag)
                        .withHint("try again when they are done")
                        .withRetry(true, 0);
            }
            if (after.isEmpty()) {
                return manifests
                        .delete(found.orElseThrow().manifest().digest().toString())
                        .map(-1);
            }
            Buffer text = Buffer.buffer(index.put("manifests", after).encode());
            Map<String, String> condition = condition(found, tries);
            return manifests
                    .write(tag, MediaType.OCI_INDEX, text, condition)
                    .map(tries + 1)
                    .recover(cause -> !condition.isEmpty() && isOvertaken(cause)
                            ? Future.succeededFuture(tries + 1)
                            : Future.failedFuture(cause));
        });
    }

    /** Where the tag is not there although it was said to be, the registry does not understand the second condition. */
    private static Map<String, String> condition(Optional<ManifestsEndpoint.Tagged> found, int tries) {
        if (found.isEmpty()) {
            return tries == 0 ? Map.of("If-None-Match", "*") : Map.of();
        }
        String etag = found.get().etag();
        return etag == null ? Map.of() : Map.of("If-Match", etag);
    }

    /** RFC 9110, 15.5.13: somebody has written the tag since it was read. */
    private static boolean isOvertaken(Throwable cause) {
        return cause instanceof RegistryException failure && failure.status() == 412;
    }

    private Future<Optional<ManifestsEndpoint.Tagged>> present(String tag) {
        return manifests
                .getTagged(tag)
                .map(Optional::of)
                .recover(cause -> cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }

    private JsonObject index(ManifestsEndpoint.Tagged found) {
        Manifest manifest = found.manifest();
        if (!manifest.mediaType().equals(MediaType.OCI_INDEX)) {
            throw RegistryException.of(
                            FailureKind.CONFLICT,
                            manifests.name() + ": what should list referrers is a " + manifest.mediaType())
                    .withHint("delete or rename that tag, which the spec keeps for referrers");
        }
        JsonObject index = new JsonObject(manifest.content());
        return index.getValue("manifests") == null ? index.put("manifests", new JsonArray()) : index;
    }

    private static JsonObject empty() {
        return new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_INDEX)
                .put("manifests", new JsonArray());
    }

    private static JsonArray with(JsonArray index, Descriptor referrer) {
        boolean there = without(index, referrer.digest()).size() < index.size();
        return there ? index : index.copy().add(JsonBinding.toJson(referrer));
    }

    private static JsonArray without(JsonArray index, Digest referrer) {
        JsonArray rest = new JsonArray();
        for (int i = 0; i < index.size(); i++) {
            if (!index.getJsonObject(i).getString("digest").equals(referrer.toString())) {
                rest.add(index.getJsonObject(i));
            }
        }
        return rest;
    }

    private Throwable named(Manifest referrer, Digest subject, Throwable cause) {
        if (!(cause instanceof RegistryException failure)) {
            return cause;
        }
        return RegistryException.of(
                        failure.kind(),
                        manifests.name() + ": " + referrer.digest()
                                + " is written, but not entered among the referrers of " + subject + ": "
                                + failure.getMessage())
                .withAnswer(failure.status(), failure.errors())
                .withHint(failure.hint().orElse("write it again, when that can be done"))
                .withRetry(failure.retryable(), failure.retryAfterMs())
                .withCause(failure);
    }
}
