/**
 * Event-bus mechanics with no knowledge of registries: the one class that registers consumers, the one that sends, and the
 * operations in flight with their deadlines, beats and ends.
 */
package io.github.vertxregistry.bus;
