package io.github.vertxregistry.verticle;

import io.github.vertxregistry.blob.Packing;
import io.github.vertxregistry.blob.SinkBlocks;
import io.github.vertxregistry.bus.OperationsInFlight;
import io.github.vertxregistry.cluster.Nodes;
import io.github.vertxregistry.cluster.OpenUploads;
import io.github.vertxregistry.cluster.Quorum;
import io.github.vertxregistry.config.InstancesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.registry.Registries;
import io.github.vertxregistry.tar.TarIndexes;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verticle that a user deploys: it deploys all others, by a {@link ToolkitConfig} that was given to it or the
 * deployment's JSON configuration. A configuration that is wrong fails the deployment with {@code BAD_REQUEST} and the key's
 * name. Its undeployment takes no more requests, lets what runs finish for the drain timeout, and leaves nothing open.
 */
public final class RegistryToolkit extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryToolkit.class);

    private final ToolkitConfig given;
    private ToolkitNode node;

    /** Takes its configuration from the deployment. */
    public RegistryToolkit() {
        this(null);
    }

    /** Takes this configuration. */
    public RegistryToolkit(ToolkitConfig config) {
        this.given = config;
    }

    @Override
    public Future<?> start() {
        ToolkitConfig config;
        try {
            config = given == null ? ToolkitConfig.of(config()) : given;
        } catch (RegistryException e) {
            return Future.failedFuture(e);
        }
        return vertx.executeBlocking(() -> AllowedFiles.of(config.paths(), vertx.isClustered()))
                .map(files -> open(config, files))
                .compose(opened -> opened.registries().check().map(opened))
                .compose(opened -> opened.nodes().join().map(opened))
                .compose(opened -> opened.uploads().join(opened.registries()).map(opened))
                .compose(opened -> deployAll(opened, config.instances()))
                .onSuccess(done ->
                        LOG.info("vertx-registry deployed under '{}' as node {}", config.prefix(), config.nodeId()))
                .recover(cause -> stop().transform(closed -> Future.failedFuture(cause)));
    }

    @Override
    public Future<?> stop() {
        if (node == null) {
            return Future.succeededFuture();
        }
        return node.nodes()
                .leave()
                .eventually(() -> node.inFlight().close())
                .eventually(() -> node.uploads().leave())
                .eventually(() -> node.registries().close())
                .eventually(() -> node.packing().close())
                .eventually(this::deleteSpoolFolder)
                .onSuccess(done -> LOG.info("vertx-registry undeployed"));
    }

    private Future<Void> deleteSpoolFolder() {
        String folder = node.spoolFolder().toString();
        return vertx.fileSystem()
                .exists(folder)
                .compose(exists -> exists ? vertx.fileSystem().deleteRecursive(folder) : Future.succeededFuture());
    }

    /** The folder's name cannot be guessed; the folder is made when there is something to put into it. */
    private ToolkitNode open(ToolkitConfig config, AllowedFiles files) {
        OperationsInFlight inFlight = new OperationsInFlight(vertx, config.operations());
        Nodes nodes = new Nodes(vertx, config, OwnCard.of(config, version()), inFlight::running);
        OpenUploads uploads = new OpenUploads(vertx, config, new Quorum(nodes, config.cluster(), vertx.isClustered()));
        node = new ToolkitNode(
                config,
                new Addresses(config.prefix()),
                inFlight,
                nodes,
                uploads,
                new Registries(vertx, config.registries(), config.credentials(), config.http(), userAgent(), uploads),
                new Packing(vertx, config.transfer().compression(), config.nodeId()),
                new SinkBlocks(),
                new TarIndexes(),
                files,
                Path.of(System.getProperty("java.io.tmpdir"), "vertx-registry-" + UUID.randomUUID()));
        node.inFlight().start();
        return node;
    }

    private Future<Void> deployAll(ToolkitNode opened, InstancesConfig instances) {
        return deploy(() -> new OperationsVerticle(opened), 1)
                .compose(done -> deploy(() -> new RegistryVerticle(opened), instances.registry()))
                .compose(done -> deployWorkers(() -> new TarVerticle(opened), instances.tar(), "tar"))
                .compose(done ->
                        deployWorkers(() -> new TarValidationVerticle(opened), instances.validation(), "validation"))
                .compose(done -> deploy(() -> new TransferVerticle(opened), instances.transfer()))
                .compose(done -> deploy(() -> new FilesystemVerticle(opened), instances.transfer()))
                .compose(done -> deploy(() -> new SyncVerticle(opened), Math.min(1, instances.registry())));
    }

    private Future<Void> deploy(Supplier<Deployable> verticle, int instances) {
        return deploy(verticle, instances, new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP));
    }

    /** Workers have threads of their own, one for each instance, and may block for as long as a large tar takes. */
    private Future<Void> deployWorkers(Supplier<Deployable> verticle, int instances, String pool) {
        DeploymentOptions options = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName(
                        "vertx-registry-" + pool + "-" + node.config().nodeId())
                .setWorkerPoolSize(Math.max(1, instances))
                .setMaxWorkerExecuteTime(1)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.DAYS);
        return deploy(verticle, instances, options);
    }

    private Future<Void> deploy(Supplier<Deployable> verticle, int instances, DeploymentOptions options) {
        return instances == 0
                ? Future.succeededFuture()
                : vertx.deployVerticle(verticle, options.setInstances(instances))
                        .mapEmpty();
    }

    static String userAgent() {
        return "vertx-registry/" + version();
    }

    private static String version() {
        String version = RegistryToolkit.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
