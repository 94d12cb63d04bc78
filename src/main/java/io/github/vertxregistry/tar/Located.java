package io.github.vertxregistry.tar;

import java.nio.file.Path;

/**
 * Where the bytes of an entry lie.
 *
 * @param entry the name that was asked for
 * @param file the file that holds them
 * @param offset where they start in it
 * @param size how many they are
 */
record Located(String entry, Path file, long offset, long size) {}
