package io.github.vertxregistry.embedded;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container registry that a program can start within itself: the Docker Registry HTTP API version 2 and OCI
 * Distribution 1.1, over a folder that outlives it or a temporary one that does not. It asks for no credentials and
 * speaks plain HTTP; it is meant for development and tests. Deploy one instance of it to a folder.
 *
 * <p>It needs the optional dependency {@code io.vertx:vertx-web}; without it the deployment fails with
 * {@link FailureKind#UNSUPPORTED}.
 */
public final class EmbeddedRegistry extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final Duration STALL = Duration.ofMinutes(2);
    private static final Duration PURGE = Duration.ofMinutes(1);
    private static final int BLOCK = 64 << 10;
    private static final int MAX_REQUEST_LINE = 16 << 10;
    private static final int THREADS = 8;

    private final EmbeddedConfig config;
    private final Duration stall;
    private Path folder;
    private WorkerExecutor executor;
    private Worker worker;
    private HttpServer server;

    /** Makes a registry that is yet to be deployed. */
    public EmbeddedRegistry(EmbeddedConfig config) {
        this(config, STALL);
    }

    EmbeddedRegistry(EmbeddedConfig config, Duration stall) {
        this.config = Objects.requireNonNull(config);
        this.stall = stall;
    }

    /** Returns the port that it listens at, once deployed. */
    public int port() {
        return deployed().actualPort();
    }

    /** Returns where it listens, once deployed. */
    public Origin origin() {
        return new Origin("http", config.host(), port());
    }

    /** Returns its URL, such as {@code http://127.0.0.1:40123}, once deployed. */
    public String url() {
        return origin().toString();
    }

    /** Returns the folder that holds its content. */
    Path folder() {
        return folder;
    }

    private HttpServer deployed() {
        if (server == null) {
            throw new IllegalStateException("the embedded registry is not deployed");
        }
        return server;
    }

    @Override
    public Future<?> start() {
        if (!routerIsThere()) {
            return Future.failedFuture(RegistryException.of(
                            FailureKind.UNSUPPORTED, "the embedded registry needs a library that cannot be loaded")
                    .withHint("add the Maven artifact io.vertx:vertx-web to the application's dependencies"));
        }
        executor = vertx.createSharedWorkerExecutor("embedded-registry-" + UUID.randomUUID(), THREADS);
        worker = new Worker(executor);
        return worker.run(this::openFolder)
                .compose(store -> openUploads(store)
                        .compose(uploads -> listen(Routes.of(vertx, worker, stall, store, uploads, config))))
                .onSuccess(listening -> {
                    server = listening;
                    LOG.info("embedded registry deployed at {} over {}", url(), folder);
                })
                .recover(failure -> closeFolder().transform(done -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        String url = url();
        return server.close()
                .eventually(worker::idle)
                .eventually(this::closeFolder)
                .onSuccess(done -> LOG.info("embedded registry at {} undeployed", url));
    }

    // The dependency is optional; only Routes and what it uses may touch it.
    private static boolean routerIsThere() {
        try {
            Class.forName("io.vertx.ext.web.Router", false, EmbeddedRegistry.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Store openFolder() throws IOException {
        folder = config.storage() == null
                ? Files.createTempDirectory("embedded-registry-")
                : Path.of(config.storage()).toAbsolutePath();
        Store store = new Store(folder, config.storage() != null);
        store.open();
        if (config.collectGarbage()) {
            Garbage.collect(store);
        }
        return store;
    }

    private Future<UploadSessions> openUploads(Store store) {
        UploadSessions uploads = new UploadSessions(store, worker, config.limits());
        vertx.setPeriodic(Math.min(config.limits().uploadAgeMs(), PURGE.toMillis()), id -> uploads.purge());
        return uploads.load().map(uploads);
    }

    private Future<Void> closeFolder() {
        Future<Void> cleared = config.storage() == null && folder != null
                ? worker.run(() -> {
                    Store.deleteTree(folder);
                    return null;
                })
                : Future.succeededFuture();
        return cleared.eventually(executor::close);
    }

    private Future<HttpServer> listen(Handler<HttpServerRequest> routes) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxChunkSize(BLOCK)
                .setReceiveBufferSize(BLOCK * 16)
                .setMaxInitialLineLength(MAX_REQUEST_LINE);
        return vertx.createHttpServer(options)
                .requestHandler(routes)
                .exceptionHandler(failure -> LOG.debug("a connection failed", failure))
                .listen();
    }
}
