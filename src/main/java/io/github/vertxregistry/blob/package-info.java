/**
 * How the bytes of one blob travel, into a registry and out of one: by which way, in which parts, packed and unpacked, hashed on their way.
 * Nothing here knows what an image is.
 */
package io.github.vertxregistry.blob;
