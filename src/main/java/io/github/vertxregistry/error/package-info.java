/** The one root of all failures, and the table of their kinds. Imports nothing of the toolkit. */
package io.github.vertxregistry.error;
