package io.github.vertxregistry.sync;

/**
 * A tag of a repository.
 *
 * @param repository the repository
 * @param tag the tag
 */
record Tagged(String repository, String tag) {
    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
