/** The verticles: wiring between the event bus and the use cases, and {@code RegistryToolkit}, which deploys them all. */
package io.github.vertxregistry.verticle;
