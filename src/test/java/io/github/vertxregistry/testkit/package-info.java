/** What tests of several packages need: image tars made in code. */
package io.github.vertxregistry.testkit;
