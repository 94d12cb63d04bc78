/**
 * The endpoints of the Distribution API, one small immutable class each, and the registries that a node knows. What travels
 * is checked here: every field of an answer that is used is either right or a failure.
 */
package io.github.vertxregistry.registry;
