/** The examples run to their end. */
package io.github.vertxregistry.examples;
