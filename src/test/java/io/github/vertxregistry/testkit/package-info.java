/** What tests share: real registries in containers, and real images in every layout that tools write. */
package io.github.vertxregistry.testkit;
