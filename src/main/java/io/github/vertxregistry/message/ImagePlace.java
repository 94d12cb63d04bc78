package io.github.vertxregistry.message;

/**
 * An image in a registry, or the name that one will have there.
 *
 * @param registry its URL, or the id of an entry of the configuration; null for the default one
 * @param repository the repository
 * @param reference a tag or a digest; what null stands for is said where a place is asked for
 */
public record ImagePlace(String registry, String repository, String reference) {
    public ImagePlace {
        Fields.repository(repository);
        if (reference != null) {
            Fields.reference(reference);
        }
    }

    /** Returns the same, in that registry where none is named. */
    ImagePlace orIn(String other) {
        return registry == null ? new ImagePlace(other, repository, reference) : this;
    }
}
