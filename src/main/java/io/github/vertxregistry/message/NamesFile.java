package io.github.vertxregistry.message;

/** A request that names a file of the node that answers. */
public interface NamesFile {
    /** Returns the path. */
    String tar();
}
