/** The command line, run in this JVM with captured streams. */
package io.github.vertxregistry.cli;
