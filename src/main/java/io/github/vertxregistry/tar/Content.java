package io.github.vertxregistry.tar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The files of a tar, or of an OCI layout folder, by their names inside it. */
sealed interface Content extends Closeable permits TarContent, FolderContent {
    /** Returns what it is called in failures: the path that the caller gave. */
    String tar();

    /** Returns whether it is a folder. */
    boolean isFolder();

    /** Returns where a file lies, or null where there is none of that name; one that leads outside or nowhere fails. */
    Located find(String name) throws IOException;

    /** Returns the names of all files under {@code blobs/}, referred to or not. */
    List<String> blobs() throws IOException;

    /** Opens those bytes; the stream ends with them and fails where the file ends earlier. */
    InputStream open(Located located) throws IOException;
}
