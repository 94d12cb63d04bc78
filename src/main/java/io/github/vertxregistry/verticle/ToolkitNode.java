package io.github.vertxregistry.verticle;

import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.SinkBlocks;
import io.github.vertxregistry.bus.Endpoint;
import io.github.vertxregistry.bus.OperationsInFlight;
import io.github.vertxregistry.cluster.Nodes;
import io.github.vertxregistry.cluster.OpenUploads;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.registry.Registries;
import io.github.vertxregistry.tar.TarIndexes;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/**
 * What the verticles of a node share, handed to them by constructor.
 *
 * @param config the configuration
 * @param addresses where operations are answered
 * @param inFlight what runs
 * @param nodes who is in the cluster
 * @param uploads the upload sessions that are open
 * @param registries the registries and the connections to them
 * @param packing what layers are compressed with
 * @param sinkBlocks the memory that pulls go through
 * @param indexes the tars whose headers were read
 * @param files which files may be named
 * @param spoolFolder the node's own temporary folder; made when it is needed
 */
record ToolkitNode(
        ToolkitConfig config,
        Addresses addresses,
        OperationsInFlight inFlight,
        Nodes nodes,
        OpenUploads uploads,
        Registries registries,
        Packing packing,
        SinkBlocks sinkBlocks,
        TarIndexes indexes,
        AllowedFiles files,
        Path spoolFolder) {
    Endpoint endpoint(Vertx vertx) {
        return new Endpoint(vertx, addresses, config.nodeId(), config.paths().shared(), inFlight);
    }
}
