/** The use cases: what pushes, pulls, copies, edits and deletions of images and artifacts are made of. No event bus in them. */
package io.github.vertxregistry.image;
