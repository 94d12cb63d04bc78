package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.InOrder;
import io.github.vertxregistry.flow.Parallel;
import io.github.vertxregistry.model.CosignTags;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies what refers to an image and to the images of an index, and what refers to that in turn, each manifest once: by the
 * referrers API or the referrers tag, and by the tags under which cosign keeps signatures, attestations and bills of materials.
 * Belongs to the context that runs it.
 */
final class CopyReferrers {
    private static final int MOST = 1_000;

    private final CopyRoute route;
    private final Set<Digest> visited = new HashSet<>();
    private int copied;

    CopyReferrers(CopyRoute route) {
        this.route = route;
    }

    /** What is known of one subject: what refers to it, of which the target does not list some. */
    private record Found(Descriptor subject, List<Descriptor> referrers, Set<Digest> listed, List<Signed> signed) {}

    /** A tag of cosign's that the target lacks, or has otherwise. */
    private record Signed(String tag, Descriptor manifest) {}

    /**
     * Copies; succeeds with the number of manifests that were written for it. Fails with {@code LIMIT_EXCEEDED} where there are more
     * than 1,000.
     */
    Future<Integer> of(Descriptor image) {
        visited.add(image.digest());
        return level(List.of(image)).map(done -> copied);
    }

    /** A list of referrers may lead in a circle, whatever it should: each manifest is looked at once. */
    private Future<Void> level(List<Descriptor> subjects) {
        if (subjects.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Descriptor> next = new ArrayList<>();
        return Parallel.run(subjects, route.atOnce(), route.task(), this::children)
                .compose(children -> {
                    children.forEach(list -> add(next, list));
                    return Parallel.run(subjects, route.atOnce(), route.task(), this::find);
                })
                .compose(found -> {
                    found.forEach(each -> add(next, each.referrers()));
                    return InOrder.each(found, this::copy);
                })
                .compose(done -> level(next));
    }

    private void add(List<Descriptor> next, List<Descriptor> more) {
        more.stream().filter(each -> visited.add(each.digest())).forEach(next::add);
        if (visited.size() > MOST) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            route.source() + ": more than " + MOST + " manifests are part of the image or refer to it")
                    .withHint("copy it without what refers to it");
        }
    }

    /** The images of an index are signed each by itself, too. */
    private Future<List<Descriptor>> children(Descriptor subject, Task part) {
        if (!MediaType.isIndex(subject.mediaType())) {
            return Future.succeededFuture(List.of());
        }
        return route.manifest(subject.digest().toString()).map(index -> index.manifests().stream()
                .filter(child -> MediaType.MANIFESTS.contains(child.mediaType()))
                .toList());
    }

    private Future<Found> find(Descriptor subject, Task part) {
        return route.sourceReferrers(part).all(subject.digest(), null).compose(there -> {
            Future<Set<Digest>> listed = there.referrers().isEmpty()
                    ? Future.succeededFuture(Set.of())
                    : listed(subject.digest(), there.referrers(), part);
            return listed.compose(digests ->
                    signed(subject.digest(), part).map(tags -> new Found(subject, there.referrers(), digests, tags)));
        });
    }

    /** What a tag lists may have been deleted by somebody who did not keep the tag. */
    private Future<Set<Digest>> listed(Digest subject, List<Descriptor> wanted, Task part) {
        return route.targetReferrers(part).all(subject, null).compose(here -> {
            Set<Digest> listed = digests(here.referrers());
            return here.isByApi() ? Future.succeededFuture(listed) : withoutGone(listed, wanted, part);
        });
    }

    private Future<Set<Digest>> withoutGone(Set<Digest> listed, List<Descriptor> wanted, Task part) {
        List<Digest> doubtful =
                wanted.stream().map(Descriptor::digest).filter(listed::contains).toList();
        return InOrder.each(doubtful, digest -> route.targetManifests(part)
                        .find(digest.toString())
                        .onSuccess(there -> {
                            if (there.isEmpty()) {
                                listed.remove(digest);
                            }
                        })
                        .mapEmpty())
                .map(listed);
    }

    private static Set<Digest> digests(List<Descriptor> referrers) {
        Set<Digest> digests = new LinkedHashSet<>();
        referrers.forEach(each -> digests.add(each.digest()));
        return digests;
    }

    private Future<List<Signed>> signed(Digest subject, Task part) {
        List<Signed> tags = new ArrayList<>();
        return InOrder.each(CosignTags.of(subject), tag -> route.sourceManifests(part)
                        .find(tag)
                        .compose(found ->
                                found.isEmpty() ? Future.succeededFuture() : unlessSame(tag, found.get(), part, tags)))
                .map(done -> tags);
    }

    private Future<Void> unlessSame(String tag, Descriptor manifest, Task part, List<Signed> tags) {
        return route.targetManifests(part).find(tag).map(there -> {
            if (there.map(Descriptor::digest).filter(manifest.digest()::equals).isEmpty()) {
                tags.add(new Signed(tag, manifest));
            }
            return null;
        });
    }

    /** One after the other: what is listed by a tag is written there one by one, too. */
    private Future<Void> copy(Found found) {
        List<Descriptor> missing = found.referrers().stream()
                .filter(referrer -> !found.listed().contains(referrer.digest()))
                .toList();
        return InOrder.each(missing, referrer -> copy(found.subject().digest(), referrer))
                .compose(done -> InOrder.each(
                        found.signed(),
                        signed -> copy(signed.tag(), signed.manifest().digest(), null)));
    }

    private Future<Void> copy(Digest subject, Descriptor referrer) {
        return copy(referrer.digest().toString(), referrer.digest(), subject).recover(cause -> {
            if (cause instanceof RegistryException failure && failure.kind() == FailureKind.NOT_FOUND) {
                // Deleted by somebody who did not keep the tag: others must not stay behind for that.
                route.task()
                        .warn(route.source() + " lists " + referrer.digest() + " among the referrers of " + subject
                                + ", but it is not whole and was left out: " + failure.getMessage());
                return Future.succeededFuture();
            }
            return Future.failedFuture(cause);
        });
    }

    private Future<Void> copy(String reference, Digest digest, Digest subject) {
        return route.manifest(digest.toString()).compose(manifest -> {
            if (subject != null && !manifest.refersTo(subject)) {
                route.task()
                        .warn(route.source() + " lists " + digest + " among the referrers of " + subject
                                + ", to which it does not refer: it was left out");
                return Future.succeededFuture();
            }
            return route.bring(manifest)
                    .compose(done -> route.put(reference, manifest, route.task()))
                    .onSuccess(done -> copied++);
        });
    }
}
