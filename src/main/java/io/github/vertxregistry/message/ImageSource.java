package io.github.vertxregistry.message;

import io.github.vertxregistry.error.RegistryException;

/**
 * An image where it is: in a registry, or in a tar or an OCI layout folder of the node that answers.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository; null where the image is in a tar
 * @param reference a tag or a digest; {@code latest}
 * @param platform which image of an index: {@code os/architecture[/variant]}, or {@code local} for that of containers on the machine that
 *     answers, which is also taken where it is null
 * @param tar the path of a tar or of an OCI layout folder
 * @param image a name or an id of the tar's image; null for the only one
 */
public record ImageSource(
        String registry, String repository, String reference, String platform, String tar, String image) {
    public ImageSource {
        if ((repository == null) == (tar == null)) {
            throw RegistryException.badField(
                            "repository", tar == null ? "is missing, and so is tar" : "cannot be given beside a tar")
                    .withHint("an image is in a registry's repository, or in a tar");
        }
        if (repository != null) {
            Fields.repository(repository);
            reference = reference == null ? "latest" : reference;
            Fields.reference(reference);
            absent("image", image, "a repository");
        } else {
            Fields.path(tar);
            Fields.text("image", image);
            absent("registry", registry, "a tar");
            absent("reference", reference, "a tar");
        }
        Fields.platform(platform);
    }

    private static void absent(String field, String value, String beside) {
        if (value != null) {
            throw RegistryException.badField(field, "cannot be given beside " + beside);
        }
    }

    /** Returns the image of a repository. */
    public static ImageSource of(String repository, String reference) {
        return new ImageSource(null, repository, reference, null, null, null);
    }

    /** Returns the only image of a tar or of an OCI layout folder. */
    public static ImageSource ofTar(String tar) {
        return new ImageSource(null, null, null, null, tar, null);
    }

    /** Returns the same image, at that registry where none is named. */
    ImageSource orAt(String other) {
        return registry == null ? at(other) : this;
    }

    /** Returns the same image at that registry; of one in a tar that one. */
    ImageSource at(String other) {
        return tar != null ? this : new ImageSource(other, repository, reference, platform, null, null);
    }
}
