/** Tests of what is done with the files of images. */
package io.github.vertxregistry.filesystem;
