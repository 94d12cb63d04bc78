/** What tests stand on: tars made in code, real images, registries in containers, and servers that misbehave by script. */
package io.github.vertxregistry.testkit;
