/** What callers use: one interface, Futures, and nothing of the event bus to be seen. */
package io.github.vertxregistry.client;
