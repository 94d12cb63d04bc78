/** The contract, from the message or the typed client through all verticles to a registry on a socket. */
package io.github.vertxregistry.verticle;
