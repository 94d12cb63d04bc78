package io.github.vertxregistry.message;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;

/**
 * Which images of a tar are pushed, and under which names.
 *
 * @param image which image of the tar, by a name or an id; null for the only one
 * @param allImages all images, each under its own names
 * @param repository the repository; null for the tar's
 * @param tag the tag; null for the tar's, {@code latest} where it has none
 * @param prefix a repository name that is put before each repository
 * @param allTags all tags of the image
 * @param familiarNames whether {@code docker.io/library/x} is {@code x}
 * @param platform of an index the image for that platform alone, {@code os/architecture[/variant]}, or {@code local}; null or
 *     {@code all} for the index
 * @param referrers also what the layout holds that refers to the images: signatures, attestations, artifacts, and cosign's tags
 */
public record PushNames(
        String image,
        Boolean allImages,
        String repository,
        String tag,
        String prefix,
        Boolean allTags,
        Boolean familiarNames,
        String platform,
        Boolean referrers) {
    /** The only image, under its primary name. */
    public static final PushNames ORIGINAL = new PushNames(null, null, null, null, null, null, null, null, null);

    public PushNames {
        if (repository != null) {
            Names.repository(repository);
        }
        if (tag != null) {
            Names.tag(tag);
        }
        if (prefix != null) {
            Names.repository(prefix);
        }
        allImages = allImages != null && allImages;
        allTags = allTags != null && allTags;
        familiarNames = familiarNames != null && familiarNames;
        platform = PullOptions.ALL.equals(platform) ? null : platform;
        Fields.platform(platform);
        referrers = referrers != null && referrers;
        if (allTags && tag != null) {
            throw RegistryException.badField("tag", "cannot go with allTags");
        }
        if (allImages && (image != null || repository != null || tag != null)) {
            throw RegistryException.badField("allImages", "cannot go with image, repository or tag");
        }
    }

    PushNames as(String otherRepository, String otherTag) {
        return new PushNames(
                image, allImages, otherRepository, otherTag, prefix, allTags, familiarNames, platform, referrers);
    }

    PushNames withAllTags() {
        return new PushNames(image, allImages, repository, tag, prefix, true, familiarNames, platform, referrers);
    }

    PushNames withImage(String other) {
        return new PushNames(other, allImages, repository, tag, prefix, allTags, familiarNames, platform, referrers);
    }

    PushNames withAllImages() {
        return new PushNames(image, true, repository, tag, prefix, allTags, familiarNames, platform, referrers);
    }

    PushNames withPrefix(String other) {
        return new PushNames(image, allImages, repository, tag, other, allTags, familiarNames, platform, referrers);
    }

    PushNames withFamiliarNames() {
        return new PushNames(image, allImages, repository, tag, prefix, allTags, true, platform, referrers);
    }

    PushNames withPlatform(String other) {
        return new PushNames(image, allImages, repository, tag, prefix, allTags, familiarNames, other, referrers);
    }

    PushNames withReferrers() {
        return new PushNames(image, allImages, repository, tag, prefix, allTags, familiarNames, platform, true);
    }
}
