/** The use cases: what a push, an image's info and a deletion are made of. No event bus in them. */
package io.github.vertxregistry.image;
