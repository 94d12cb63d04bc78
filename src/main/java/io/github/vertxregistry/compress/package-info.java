/** Compressed streams, read with limits: gzip and bzip2 always, zstd and xz where their libraries are. Blocking. */
package io.github.vertxregistry.compress;
