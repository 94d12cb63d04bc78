package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushNames;
import io.github.vertxregistry.model.DockerHub;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An image of a tar and the names that it is pushed under. A host in a name of the tar is dropped; a name without a tag is
 * {@code latest}.
 *
 * @param image the image
 * @param names the names, each with a tag and without a host
 */
record PushTarget(TarImage image, List<ImageReference> names) {

    PushTarget {
        names = List.copyOf(names);
    }

    /**
     * Returns what a request asks for; fails with {@code TAR_INVALID} where an image has no name and is
     * given none, with {@code NAME_INVALID} where its name is wrong, and with {@code IMAGE_AMBIGUOUS} where two images would
     * go to one tag.
     */
    static List<PushTarget> of(PushNames asked, TarImages tar) {
        List<PushTarget> targets = new ArrayList<>();
        for (TarImage image : tar.images()) {
            targets.add(new PushTarget(image, names(asked, tar, image)));
        }
        checkClashes(tar, targets);
        return targets;
    }

    private static void checkClashes(TarImages tar, List<PushTarget> targets) {
        Map<ImageReference, TarImage> taken = new HashMap<>();
        for (PushTarget target : targets) {
            for (ImageReference name : target.names()) {
                TarImage other = taken.putIfAbsent(name, target.image());
                if (other != null && !isSame(other, target.image())) {
                    throw RegistryException.of(
                                    FailureKind.IMAGE_AMBIGUOUS,
                                    tar.tar() + ": images " + other.id().shortForm() + " and "
                                            + target.image().id().shortForm() + " would both be pushed as " + name)
                            .withHint("push one of them by its id: --image, or image in the message");
                }
            }
        }
    }

    /** One config may be that of several manifests: of one whose layers are plain and one whose are not, and of artifacts. */
    private static boolean isSame(TarImage one, TarImage other) {
        return one.id().equals(other.id()) && one.kept().equals(other.kept());
    }

    private static List<ImageReference> names(PushNames asked, TarImages tar, TarImage image) {
        checkNames(asked, tar, image);
        List<ImageReference> own = own(asked, image);
        Set<ImageReference> names = new LinkedHashSet<>();
        boolean all = asked.allImages() || (asked.allTags() && !own.isEmpty());
        if (all) {
            own.forEach(name -> names.add(asked.repository() == null ? name : name.withRepository(asked.repository())));
        } else if (asked.repository() != null || !own.isEmpty()) {
            names.add(one(asked, own));
        }
        if (names.isEmpty()) {
            throw RegistryException.of(
                            FailureKind.TAR_INVALID,
                            "image " + image.id().shortForm() + " of " + tar.tar() + " has " + named(image)
                                    + ", and no repository was given")
                    .withHint("say where it goes: push TAR IMAGE, or repository in the message");
        }
        return names.stream().map(name -> prefixed(asked, name)).toList();
    }

    private static String named(TarImage image) {
        return image.bareTags().isEmpty()
                ? "no name"
                : "the tag " + String.join(", ", image.bareTags()) + " without a repository";
    }

    /** Where the request leaves a part of the name to the tar, nothing is guessed in the place of what the tar says. */
    private static void checkNames(PushNames asked, TarImages tar, TarImage image) {
        boolean isNamed = asked.repository() != null && asked.tag() != null;
        if (image.invalidTags().isEmpty() || (isNamed && !asked.allTags() && !asked.allImages())) {
            return;
        }
        String invalid = image.invalidTags().get(0);
        try {
            ImageReference.ofTag(invalid);
        } catch (RegistryException e) {
            throw RegistryException.of(
                            FailureKind.NAME_INVALID,
                            tar.tar() + ": image " + image.id().shortForm() + " has the RepoTag '"
                                    + Names.shown(invalid) + "', which cannot be pushed to: " + e.getMessage())
                    .withHint("say where it goes: --repository and --tag, or repository and tag in the message");
        }
    }

    private static ImageReference one(PushNames asked, List<ImageReference> own) {
        String tag = asked.tag() != null
                ? asked.tag()
                : own.isEmpty() ? ImageReference.DEFAULT_TAG : own.get(0).tag();
        String repository =
                asked.repository() != null ? asked.repository() : own.get(0).repository();
        return new ImageReference(null, repository, tag, null);
    }

    /** The image's names, and where a repository is given also the tags that it has without one. */
    private static List<ImageReference> own(PushNames asked, TarImage image) {
        Stream<ImageReference> named = image.tags().stream()
                .map(ImageReference::of)
                .map(name -> familiar(asked, name))
                .map(name -> new ImageReference(null, name.repository(), name.tagOrLatest(), null));
        Stream<ImageReference> bare = image.bareTags().stream()
                .filter(tag -> asked.repository() != null)
                .map(tag -> new ImageReference(null, asked.repository(), tag, null));
        return Stream.concat(named, bare).distinct().toList();
    }

    private static ImageReference familiar(PushNames asked, ImageReference name) {
        boolean official = asked.familiarNames()
                && DockerHub.isHost(name.hostName().orElse(DockerHub.NAME))
                && name.repository().startsWith(DockerHub.OFFICIAL);
        return official ? name.withRepository(name.repository().substring(DockerHub.OFFICIAL.length())) : name;
    }

    private static ImageReference prefixed(PushNames asked, ImageReference name) {
        return asked.prefix() == null
                ? name
                : name.withRepository(Names.repository(asked.prefix() + "/" + name.repository()));
    }
}
