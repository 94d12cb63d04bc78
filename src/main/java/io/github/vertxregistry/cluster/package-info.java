/** Who is in the cluster: each node's card in a shared map, renewed while the node lives. */
package io.github.vertxregistry.cluster;
