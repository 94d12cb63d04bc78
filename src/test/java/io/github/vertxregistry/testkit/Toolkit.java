package io.github.vertxregistry.testkit;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Vert.x of its own with the toolkit deployed, an embedded registry as its default one, and a typed client. */
public final class Toolkit implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("vertxregistry.patience", 30));

    /** Names of this machine, with dots, as a certificate has them. */
    private static final String HOSTS = "127.0.0.1 localhost registry.test other.test\n";

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setAddressResolverOptions(new AddressResolverOptions().setHostsValue(Buffer.buffer(HOSTS))));
    private final String registry;
    private final String deployment;
    private final RegistryClient client;

    private Toolkit(JsonObject config, String registryUrl) {
        JsonObject http = config.getJsonObject("http", new JsonObject());
        if (!http.containsKey("retry")) {
            JsonObject quick =
                    new JsonObject().put("firstWaitMs", 5).put("maxWaitMs", 50).put("maxRetryAfterMs", 1_000);
            config.put("http", http.copy().put("retry", quick));
        }
        registry = registryUrl == null ? embedded(vertx) : registryUrl;
        JsonObject registries = config.getJsonObject("registries", new JsonObject());
        config.put("registries", registries.copy().put("byDefault", registry));
        // No test shall find what its machine is logged in to.
        config.put("credentials", new JsonObject().put("files", new JsonArray()).mergeIn(credentials(config)));
        // Nor what it has compressed before.
        JsonObject compression = new JsonObject().put("cacheFolder", "none");
        JsonObject transfer = new JsonObject().put("compression", compression);
        config.put("transfer", transfer.mergeIn(config.getJsonObject("transfer", new JsonObject()), true));
        deployment = await(vertx.deployVerticle(new RegistryToolkit(ToolkitConfig.of(config))));
        client = RegistryClient.create(vertx);
    }

    private static JsonObject credentials(JsonObject config) {
        return config.getJsonObject("credentials", new JsonObject());
    }

    /** Starts all with the defaults. */
    public static Toolkit start() {
        return new Toolkit(new JsonObject(), null);
    }

    /** Starts all with that configuration. */
    public static Toolkit start(JsonObject config) {
        return new Toolkit(config, null);
    }

    /** Starts all with half a second for each wait, so that a fault is soon known for one. */
    public static Toolkit impatient() {
        return start(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("timeoutMs", 500)
                                .put("stallTimeoutMs", 500)
                                .put("poolSize", 4)));
    }

    /** Starts the toolkit against a registry that runs already. */
    public static Toolkit against(String registryUrl, JsonObject config) {
        return new Toolkit(config, registryUrl);
    }

    private static String embedded(Vertx vertx) {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        await(vertx.deployVerticle(embedded));
        return embedded.url();
    }

    public Vertx vertx() {
        return vertx;
    }

    public String registry() {
        return registry;
    }

    /** Starts one more embedded registry, empty, and returns its URL; it ends with the toolkit. */
    public String anotherRegistry() {
        return embedded(vertx);
    }

    public String deployment() {
        return deployment;
    }

    public RegistryClient client() {
        return client;
    }

    /** Waits for a result; throws the failure itself where there is one. */
    public static <T> T await(Future<T> future) {
        return await(future, PATIENCE);
    }

    /** Waits so long for a result that takes its time where the machine is busy. */
    public static <T> T await(Future<T> future, Duration patience) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no result within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a failure and returns it; fails the test where there is none. */
    public static RegistryException failure(Future<?> future) {
        try {
            Object result = await(future);
            throw new AssertionError("succeeded with " + result);
        } catch (RegistryException e) {
            return e;
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
