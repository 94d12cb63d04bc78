package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.MediaType;

/**
 * What lists of the target have told of an image that is to be copied there. It may have changed since: then something is sent
 * that is there already, which does no harm.
 */
public enum AtTarget {
    /** Nothing: it is asked for what it has. */
    UNKNOWN,
    /** There is no such tag. */
    NO_TAG,
    /** There is no such repository, or one without tags. */
    NO_REPOSITORY;

    /**
     * Returns whether it is taken to lack a blob. The config of an image whose tag is new is new, too, unless one image has
     * several tags: to ask for it costs as much as to send it.
     */
    boolean lacks(Descriptor blob) {
        return switch (this) {
            case UNKNOWN -> false;
            case NO_TAG -> MediaType.isImageConfig(blob.mediaType()) && UploadWay.isSmall(blob.size());
            case NO_REPOSITORY -> true;
        };
    }
}
