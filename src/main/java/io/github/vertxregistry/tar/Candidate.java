package io.github.vertxregistry.tar;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/** An image that a tar names; no more of it has been read than was needed to know its names. */
interface Candidate {
    /** Returns what it is called. */
    ImageNames names();

    /** Returns the document that names it. */
    String document();

    /** Returns the digests by which it can be asked for: its config's, and its manifest's where it has one. */
    List<Digest> ids();

    /**
     * Reads it: its config, the first bytes of its layers, and whole only those layers whose digest nothing else tells, which are
     * proved to unpack to what the config says.
     */
    ReadImage read();

    /** Looks at all that the tar holds of it, every platform; what is wrong goes to the findings. */
    void check();
}
