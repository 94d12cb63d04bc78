package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs while a node that works on them is told to end. */
class SyncDrainTest {
    private static final int IMAGES = 5;

    private Toolkit toolkit;
    private String other;
    private AsyncMap<String, String> leases;
    private final Promise<Void> asked = Promise.promise();
    private final Promise<Void> open = Promise.promise();

    @BeforeEach
    void prepare() {
        start(60_000);
        other = toolkit.anotherRegistry();
        leases = await(toolkit.vertx().sharedData().getAsyncMap("registry.sync.leases"));
        for (int i = 0; i < IMAGES; i++) {
            SmallImages.put(toolkit.registry(), "team/app", "v" + i);
        }
    }

    private void start(long drainTimeoutMs) {
        toolkit = Toolkit.start(new JsonObject()
                .put("operations", new JsonObject().put("drainTimeoutMs", drainTimeoutMs))
                .put("cluster", new JsonObject().put("beatMs", 100))
                .put("http", new JsonObject().put("timeoutMs", 120_000)));
    }

    @AfterEach
    void stop() {
        open.tryComplete();
        toolkit.close();
    }

    /** Forwards, but the first request for a manifest waits. */
    private ScriptedServer source() {
        return ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/manifests/") && asked.tryComplete()) {
                await(open.future());
            }
            exchange.forward(toolkit.registry());
        });
    }

    private SyncRequest request(ScriptedServer from) {
        return SyncRequest.of(from.url(), other, "team/app").withConcurrency(1).as("job");
    }

    private Future<Void> leasesAre(Predicate<Map<String, String>> so) {
        return Future.future(there -> toolkit.vertx()
                .setPeriodic(20, timer -> leases.entries().onSuccess(now -> {
                    if (so.test(now)) {
                        there.tryComplete();
                    }
                })));
    }

    @Test
    void takesNoMoreStepsWhileOtherOperationsEnd() {
        // Given
        Promise<Void> copying = Promise.promise();
        Promise<Void> copy = Promise.promise();
        try (ScriptedServer from = source();
                ScriptedServer slow = ScriptedServer.of(exchange -> {
                    copying.tryComplete();
                    await(copy.future());
                    exchange.forward(toolkit.registry());
                })) {
            toolkit.client()
                    .copy(CopyRequest.of(
                            new ImagePlace(slow.url(), "team/app", "v0"), new ImagePlace(other, "slow/app", "v0")));
            await(copying.future());
            await(toolkit.client().startSync(request(from)));
            await(asked.future());
            // When
            Future<Void> ended = toolkit.vertx().undeploy(toolkit.deployment());
            open.complete();
            await(leasesAre(now -> now.values().stream().allMatch("done"::equals)));
            // Then
            assertThat(from.requests())
                    .filteredOn(line -> line.contains("/manifests/"))
                    .hasSize(1);
            assertThat(ended.isComplete()).isFalse();
            copy.complete();
            await(ended);
        }
    }

    @Test
    void anotherLeadsOnWhileACopyEnds() {
        // Given
        try (ScriptedServer from = source()) {
            await(toolkit.client().startSync(request(from)));
            await(asked.future());
            await(toolkit.vertx()
                    .deployVerticle(new RegistryToolkit(ToolkitConfig.defaults().withNodeId("other"))));
            // When
            Future<Void> ended = toolkit.vertx().undeploy(toolkit.deployment());
            await(leasesAre(now -> now.getOrDefault("job", "").startsWith("other/")));
            open.complete();
            await(ended);
            SyncStatus job = await(toolkit.client().awaitSync("job", status -> {}));
            // Then
            assertThat(job.state()).isEqualTo(State.DONE);
            assertThat(job.totals().copied()).isEqualTo(IMAGES);
        }
    }

    @Test
    void isNotKeptByARequestThatHangs() {
        // Given
        toolkit.close();
        start(100);
        try (ScriptedServer from = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/manifests/")) {
                asked.tryComplete();
                exchange.hang();
            }
            exchange.forward(toolkit.registry());
        })) {
            SmallImages.put(toolkit.registry(), "team/app", "v0");
            await(toolkit.client().startSync(SyncRequest.of(from.url(), toolkit.anotherRegistry(), "team/app")));
            await(asked.future());
            // When
            await(toolkit.vertx().undeploy(toolkit.deployment()));
            // Then
            leases = await(toolkit.vertx().sharedData().getAsyncMap("registry.sync.leases"));
            assertThat(await(leases.entries())).isEmpty();
        }
    }
}
