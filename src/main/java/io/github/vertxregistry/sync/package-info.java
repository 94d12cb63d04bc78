/** Brings registries to the state of others: what is to be done, the jobs that the cluster keeps, and the nodes' share in them. */
package io.github.vertxregistry.sync;
