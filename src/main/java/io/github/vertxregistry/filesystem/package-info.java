/** Looks into images: merges the file trees of their layers, and writes, lists, reads and compares what comes of that. */
package io.github.vertxregistry.filesystem;
