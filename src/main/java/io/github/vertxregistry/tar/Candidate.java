package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.PlatformWish;
import java.util.List;

/** An image that a tar names; no more of it has been read than was needed to know its names. */
interface Candidate {
    /** Returns what it is called. */
    ImageNames names();

    /** Returns whether it is an image of an index that is a candidate itself, and has no name: oras lists these, too. */
    default boolean isPart() {
        return false;
    }

    /** Returns the document that names it. */
    String document();

    /** Returns the digests by which it can be asked for: its config's, and its manifest's where it has one. */
    List<Digest> ids();

    /**
     * Reads it: its config, the first bytes of its layers, and whole only those layers whose digest nothing else tells, which are
     * proved to unpack to what the config says. Fails with {@code NOT_FOUND} where none of its images is for the platform.
     *
     * @param wish which image of an index, which is then not kept; null for the one that fits this machine, else the first
     */
    ReadImage read(PlatformWish wish);

    /** Looks at all that the tar holds of it, every platform; what is wrong goes to the findings. */
    void check();
}
