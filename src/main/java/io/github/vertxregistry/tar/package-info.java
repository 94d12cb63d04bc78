/**
 * Reads image tars where they lie: an index of the headers, the small documents, and the byte ranges of the blobs. Nothing is
 * extracted. Blocking, and free of Vert.x; start at {@link io.github.vertxregistry.tar.TarReader}.
 */
package io.github.vertxregistry.tar;
