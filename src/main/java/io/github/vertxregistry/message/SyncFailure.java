package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Names;

/**
 * What a job could not do.
 *
 * @param image the image, or the repository that could not be looked at
 * @param kind the failure's kind, by its name
 * @param message what happened
 */
public record SyncFailure(String image, String kind, String message) {
    private static final int LONGEST = 400;

    public SyncFailure {
        message = Names.shown(message, LONGEST);
    }
}
