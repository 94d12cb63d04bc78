/** The rules of the house, kept by tests. */
package io.github.vertxregistry.architecture;
