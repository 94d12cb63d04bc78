package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final String LIBRARY = "library/";
    private static final Set<String> HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    PushTarget {
        names = List.copyOf(names);
    }

    /** Returns what a request asks for; fails with {@code TAR_INVALID} where an image has no name and is given none. */
    static List<PushTarget> of(PushRequest request, TarImages tar) {
        List<PushTarget> targets = new ArrayList<>();
        for (TarImage image : tar.images()) {
            targets.add(new PushTarget(image, names(request, tar, image)));
        }
        return targets;
    }

    private static List<ImageReference> names(PushRequest request, TarImages tar, TarImage image) {
        List<ImageReference> own = own(request, image);
        Set<ImageReference> names = new LinkedHashSet<>();
        boolean all = request.allImages() || (request.allTags() && !own.isEmpty());
        if (all) {
            own.forEach(
                    name -> names.add(request.repository() == null ? name : name.withRepository(request.repository())));
        } else if (request.repository() != null || !own.isEmpty()) {
            names.add(one(request, own));
        }
        if (names.isEmpty()) {
            throw RegistryException.of(
                            FailureKind.TAR_INVALID,
                            "image " + image.id().shortForm() + " of " + tar.tar()
                                    + " has no tag, and no repository was given")
                    .withHint("say where it goes: push TAR IMAGE, or repository in the message");
        }
        return names.stream().map(name -> prefixed(request, name)).toList();
    }

    private static ImageReference one(PushRequest request, List<ImageReference> own) {
        String tag = request.tag() != null
                ? request.tag()
                : own.isEmpty() ? ImageReference.DEFAULT_TAG : own.get(0).tag();
        String repository =
                request.repository() != null ? request.repository() : own.get(0).repository();
        return new ImageReference(null, repository, tag, null);
    }

    /** The image's names, and where a repository is given also the tags that it has without one. */
    private static List<ImageReference> own(PushRequest request, TarImage image) {
        Stream<ImageReference> named = image.tags().stream()
                .map(ImageReference::of)
                .map(name -> familiar(request, name))
                .map(name -> new ImageReference(null, name.repository(), name.tagOrLatest(), null));
        Stream<ImageReference> bare = image.bareTags().stream()
                .filter(tag -> request.repository() != null)
                .map(tag -> new ImageReference(null, request.repository(), tag, null));
        return Stream.concat(named, bare).distinct().toList();
    }

    private static ImageReference familiar(PushRequest request, ImageReference name) {
        boolean official = request.familiarNames()
                && HUB.contains(name.hostName().orElse("docker.io"))
                && name.repository().startsWith(LIBRARY);
        return official ? name.withRepository(name.repository().substring(LIBRARY.length())) : name;
    }

    private static ImageReference prefixed(PushRequest request, ImageReference name) {
        return request.prefix() == null
                ? name
                : name.withRepository(Names.repository(request.prefix() + "/" + name.repository()));
    }
}
