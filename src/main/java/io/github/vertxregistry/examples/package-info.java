/** Programs to read and to run: how an application uses the toolkit for many images at once. */
package io.github.vertxregistry.examples;
