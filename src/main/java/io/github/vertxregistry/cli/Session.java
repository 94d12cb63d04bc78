package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x of the command's own and what is deployed in it, until it is closed: all is undeployed in order then. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** An operation asks the registry a few times in a row, each time with the timeout. */
    private static final int REQUESTS_IN_A_ROW = 4;

    private static final Duration CONNECTIONS_END = Duration.ofSeconds(1);

    private final Deque<String> deployed = new ArrayDeque<>();
    private final Interruption interruption;
    private final Vertx vertx;
    private Duration patience = Duration.ofSeconds(15);
    private RegistryClient client;

    private Session(Interruption interruption, Vertx vertx) {
        this.interruption = interruption;
        this.vertx = vertx;
    }

    /** Opens a session in which nothing is deployed. */
    static Session open(Interruption interruption) {
        return new Session(interruption, Vertx.vertx(options()));
    }

    /** Opens a session with the toolkit deployed, and a client that asks its default registry. */
    static Session open(Interruption interruption, Settings settings) {
        return open(interruption).withToolkit(settings);
    }

    /** Opens a session in which the toolkit is deployed as a node of the cluster. */
    static Session openNode(Interruption interruption, Settings settings, ClusterOptions cluster) {
        return join(interruption, settings, cluster, false).withToolkit(settings);
    }

    /** Opens a session that has a client of the cluster's nodes, and does nothing for them. */
    static Session openCaller(Interruption interruption, Settings settings, ClusterOptions cluster) {
        Session session = join(interruption, settings, cluster, true);
        session.makeClient(settings);
        return session;
    }

    private static Session join(Interruption interruption, Settings settings, ClusterOptions cluster, boolean caller) {
        try {
            Future<Vertx> joined = ClusteredVertx.join(
                    options(), cluster.conf, settings.config().cluster().eventBus(), caller);
            return new Session(interruption, interruption.await(joined));
        } catch (NoClassDefFoundError e) {
            throw RegistryException.of(FailureKind.UNSUPPORTED, "a cluster takes a library that cannot be loaded")
                    .withHint("add the Maven artifact io.vertx:vertx-hazelcast to the application's dependencies")
                    .withCause(e);
        }
    }

    private Session withToolkit(Settings settings) {
        try {
            deployToolkit(settings);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    /** Deploys the toolkit, and makes the client that asks its default registry. */
    void deployToolkit(Settings settings) {
        Duration drain = Duration.ofMillis(settings.config().operations().drainTimeoutMs());
        patience = drain.plusSeconds(15);
        interruption.allow(patience.plusSeconds(5));
        deploy(new RegistryToolkit(settings.toDeploy()));
        makeClient(settings);
    }

    private void makeClient(Settings settings) {
        client = RegistryClient.create(vertx, null, settings.config().prefix(), callOptions(settings));
    }

    private static CallOptions callOptions(Settings settings) {
        Duration stall = Duration.ofMillis(settings.config().transfer().stallTimeoutMs());
        Duration commit = Duration.ofMillis(settings.config().http().commitTimeoutMs());
        return CallOptions.DEFAULT
                .withTimeout(settings.timeout().multipliedBy(REQUESTS_IN_A_ROW))
                .withStallTimeout(stall.compareTo(commit) > 0 ? stall : commit);
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setUseDaemonThread(true)
                // Reading a large tar takes a worker as long as it takes; a slow start is no blocked event loop.
                .setMaxWorkerExecuteTime(1)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.DAYS)
                .setMaxEventLoopExecuteTime(10)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /** Deploys a verticle, and waits until it is. */
    void deploy(Deployable verticle) {
        deployed.push(await(vertx.deployVerticle(verticle)));
    }

    /** Runs, on an event loop, what needs the Vert.x itself; waits for it. */
    <R> R onVertx(Function<Vertx, Future<R>> work) {
        Promise<R> result = Promise.promise();
        vertx.runOnContext(v -> work.apply(vertx).onComplete(result));
        return await(result.future());
    }

    RegistryClient client() {
        return client;
    }

    /** Waits for a result; throws its failure, or {@code CANCELLED} when the process is told to end. */
    <R> R await(Future<R> future) {
        return interruption.await(future);
    }

    /** Waits for a transfer's result; cancels the transfer when the process is told to end. */
    <R> R await(Transfer<R> transfer) {
        return interruption.await(transfer.result(), transfer::cancel);
    }

    /** Waits for a result; runs {@code cancel} when the process is told to end, and waits a little longer. */
    <R> R await(Future<R> future, Runnable cancel) {
        return interruption.await(future, cancel);
    }

    /** Waits until the process is told to end. */
    void awaitEnd() {
        interruption.await();
    }

    @Override
    public void close() {
        try {
            while (!deployed.isEmpty()) {
                ended(vertx.undeploy(deployed.pop()), patience);
            }
            // What is left are connections to who does not read any more, and they end with the process.
            ended(vertx.close(), vertx.isClustered() ? patience : CONNECTIONS_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ended(Future<Void> end, Duration longest) throws InterruptedException {
        try {
            end.toCompletionStage().toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not everything was closed in order", e);
        }
    }
}
