/** Pure values of the image world: references, digests, descriptors, manifests, configs, and what a tar holds. */
package io.github.vertxregistry.model;
