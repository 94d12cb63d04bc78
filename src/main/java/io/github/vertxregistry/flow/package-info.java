/** How steps that take time follow each other: again and again, one behind the other, so many at once. */
package io.github.vertxregistry.flow;
