package io.github.vertxregistry.message;

import io.github.vertxregistry.model.ImageReference;

/** A request that makes a new image of one that the registry has; of an index one of each of its images. */
public interface ImageRewrite {
    /** Returns the repository of the image that is there. */
    String repository();

    /** Returns its tag or digest. */
    String reference();

    /** Returns which image of an index alone is taken, {@code os/architecture[/variant]}; null for all of them. */
    String platform();

    /** Returns what is written: a repository of the same registry, and a tag, {@code latest} where it has none. */
    ImageReference target();
}
