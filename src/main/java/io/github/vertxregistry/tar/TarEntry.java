package io.github.vertxregistry.tar;

/**
 * An entry as its header tells of it; its data have not been read.
 *
 * @param name its name, without a leading {@code ./}, doubled slashes or a closing slash; may be absolute or climb
 * @param kind what it is
 * @param offset where its data start in the tar
 * @param size how many bytes of data it has
 * @param link what a link points at, else null
 */
record TarEntry(String name, Kind kind, long offset, long size, String link) {
    enum Kind {
        FILE,
        FOLDER,
        SYMLINK,
        HARDLINK,
        SPARSE,
        OTHER
    }
}
