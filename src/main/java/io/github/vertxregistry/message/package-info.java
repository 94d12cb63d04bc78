/**
 * The wire contract: {@link io.github.vertxregistry.message.Operations} is the table of all that the toolkit can do; every
 * operation has a request and a reply record here. A field that a record does not have is passed over.
 */
package io.github.vertxregistry.message;
