package io.github.vertxregistry.verticle;

import io.github.vertxregistry.bus.OperationsInFlight;
import io.github.vertxregistry.config.InstancesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.registry.Registries;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
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
        return vertx.fileSystem()
                .createTempDirectory("vertx-registry-")
                .map(folder -> open(config, folder))
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
        String folder = node.spoolFolder().toString();
        return node.inFlight()
                .close()
                .eventually(() -> node.registries().close())
                .eventually(() -> vertx.fileSystem().deleteRecursive(folder))
                .onSuccess(done -> LOG.info("vertx-registry undeployed"));
    }

    private ToolkitNode open(ToolkitConfig config, String folder) {
        node = new ToolkitNode(
                config,
                new Addresses(config.prefix()),
                new OperationsInFlight(vertx, config.operations()),
                new Registries(vertx, config.registries(), config.http(), userAgent()),
                new AllowedFiles(config.paths(), vertx.isClustered()),
                Path.of(folder));
        return node;
    }

    private Future<Void> deployAll(ToolkitNode opened, InstancesConfig instances) {
        opened.inFlight().start();
        return deploy(() -> new OperationsVerticle(opened), 1, ThreadingModel.EVENT_LOOP)
                .compose(done ->
                        deploy(() -> new RegistryVerticle(opened), instances.registry(), ThreadingModel.EVENT_LOOP))
                .compose(done -> deploy(() -> new TarVerticle(opened), instances.tar(), ThreadingModel.WORKER))
                .compose(done ->
                        deploy(() -> new TarValidationVerticle(opened), instances.validation(), ThreadingModel.WORKER))
                .compose(done ->
                        deploy(() -> new TransferVerticle(opened), instances.transfer(), ThreadingModel.EVENT_LOOP));
    }

    private Future<Void> deploy(Supplier<Deployable> verticle, int instances, ThreadingModel model) {
        if (instances == 0) {
            return Future.succeededFuture();
        }
        DeploymentOptions options =
                new DeploymentOptions().setInstances(instances).setThreadingModel(model);
        return vertx.deployVerticle(verticle, options).mapEmpty();
    }

    private static String userAgent() {
        String version = RegistryToolkit.class.getPackage().getImplementationVersion();
        return "vertx-registry/" + (version == null ? "dev" : version);
    }
}
