package io.github.vertxregistry.sync;

import io.github.vertxregistry.blob.AtTarget;

/**
 * A tag of a repository.
 *
 * @param repository the repository
 * @param tag the tag
 * @param known what the plan knows of the target; a node of an older version tells nothing
 */
record Tagged(String repository, String tag, AtTarget known) {
    Tagged {
        known = known == null ? AtTarget.UNKNOWN : known;
    }

    Tagged(String repository, String tag) {
        this(repository, tag, AtTarget.UNKNOWN);
    }

    /** Returns the same as something may have been done to it. */
    Tagged touched() {
        return new Tagged(repository, tag);
    }

    @Override
    public String toString() {
        return repository + ":" + tag;
    }
}
