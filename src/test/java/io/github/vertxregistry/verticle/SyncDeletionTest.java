package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PutManifestRequest;
import io.github.vertxregistry.message.SyncFailure;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.ReferrersTags;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job deletes, and what it does not where it is stopped on its way there. */
class SyncDeletionTest {
    private static final int VANISHED = 6;

    @TempDir
    private Path folder;

    private Toolkit toolkit;
    private String other;
    private final Promise<Void> reached = Promise.promise();
    private final Promise<Void> open = Promise.promise();

    @BeforeEach
    void start() {
        // What hangs for ever ends with its timeout.
        toolkit = Toolkit.start(new JsonObject().put("http", new JsonObject().put("timeoutMs", 2_000)));
        other = toolkit.anotherRegistry();
    }

    @AfterEach
    void stop() {
        open.tryComplete();
        toolkit.close();
    }

    private SyncRequest request(String source, String target) {
        return SyncRequest.of(source, target, "team/app").deletingVanished().as("job");
    }

    private Future<SyncStatus> copied(int images) {
        return Future.future(there -> toolkit.vertx()
                .setPeriodic(20, timer -> toolkit.client().syncJob("job").onSuccess(job -> {
                    if (job.totals().copied() == images) {
                        there.tryComplete(job);
                    }
                })));
    }

    /** A source that has one image, and holds its manifest back; the target has another one. */
    private ScriptedServer newAndOld() {
        SmallImages.put(toolkit.registry(), "team/app", "new");
        SmallImages.put(other, "team/app", "old");
        return ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/manifests/new")) {
                reached.tryComplete();
                await(open.future());
            }
            exchange.forward(toolkit.registry());
        });
    }

    private SyncStatus pausedWhenCopied(ScriptedServer from) {
        await(toolkit.client().startSync(request(from.url(), other)));
        await(reached.future());
        await(toolkit.client().pauseSync("job"));
        open.complete();
        return await(copied(1));
    }

    @Test
    void isNotBegunWhereTheJobHasBeenPaused() {
        // Given
        try (ScriptedServer from = newAndOld()) {
            // When
            SyncStatus paused = pausedWhenCopied(from);
            List<String> kept = await(toolkit.client().withRegistry(other).listTags("team/app"));
            await(toolkit.client().resumeSync("job"));
            SyncStatus ended = await(toolkit.client().awaitSync("job", status -> {}));
            // Then
            assertThat(paused.state()).isEqualTo(State.PAUSED);
            assertThat(kept).containsExactlyInAnyOrder("new", "old");
            assertThat(ended.state()).isEqualTo(State.DONE);
            assertThat(ended.deleted()).containsExactly("team/app:old");
        }
    }

    @Test
    void isPlannedAgainWhereTheListOfItHasBeenLost() {
        // Given
        try (ScriptedServer from = newAndOld()) {
            pausedWhenCopied(from);
            // When: the nodes that kept it have died
            AsyncMap<String, String> steps = await(toolkit.vertx().sharedData().getAsyncMap("registry.sync.steps"));
            String lost = await(steps.remove("job/vanished"));
            await(toolkit.client().resumeSync("job"));
            SyncStatus ended = await(toolkit.client().awaitSync("job", status -> {}));
            // Then
            assertThat(lost).isNotNull();
            assertThat(ended.state()).isEqualTo(State.DONE);
            assertThat(ended.deleted()).containsExactly("team/app:old");
        }
    }

    @Test
    void isToldAsFarAsItCameWhereTheJobIsCancelled() {
        // Given
        SmallImages.put(toolkit.registry(), "team/app", "kept");
        SmallImages.put(other, "team/app", "kept");
        for (int i = 0; i < VANISHED; i++) {
            SmallImages.put(other, "team/app", "old-" + i);
        }
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger deletions = new AtomicInteger();
        try (ScriptedServer from = ScriptedServer.of(exchange -> {
                    exchange.forward(toolkit.registry());
                    if (exchange.uri().contains("/manifests/old-") && asked.incrementAndGet() == VANISHED) {
                        reached.complete();
                    }
                });
                ScriptedServer to = ScriptedServer.of(exchange -> {
                    if (exchange.method().equals("DELETE") && deletions.incrementAndGet() > 2) {
                        exchange.hang();
                    } else {
                        exchange.forward(other);
                    }
                })) {
            await(toolkit.client().startSync(request(from.url(), to.url())));
            // Four at once: two have ended when the last begins.
            await(reached.future());
            // When
            await(toolkit.client().cancelSync("job"));
            SyncStatus job = await(toolkit.client().awaitSync("job", status -> {}));
            // Then
            assertThat(job.state()).isEqualTo(State.CANCELLED);
            assertThat(job.totals().deleted()).isEqualTo(2);
            assertThat(job.deleted()).hasSize(2);
            assertThat(job.failures()).isEmpty();
        }
    }

    /** Distribution before 3. */
    @Test
    void takesTagsOfOneDigestTogetherWhereARegistryDeletesDigestsAlone() {
        // Given
        SmallImages.put(toolkit.registry(), "team/app", "kept");
        SmallImages.put(other, "team/app", "kept");
        SmallImages.put(other, "team/app", "old-1.0");
        SmallImages.put(other, "team/app", "shared");
        await(toolkit.client().withRegistry(other).tagImage("team/app", "old-1.0", "old-1", "old"));
        await(toolkit.client().withRegistry(other).tagImage("team/app", "shared", "not-of-the-job"));
        try (ScriptedServer to = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("DELETE") && !exchange.uri().contains("sha256:")) {
                exchange.answer(405, Map.of(), "");
            } else {
                exchange.forward(other);
            }
        })) {
            // When
            SyncStatus job = await(toolkit.client().sync(request(null, to.url()).withoutTags("not-*")));
            // Then
            assertThat(job.deleted()).containsExactlyInAnyOrder("team/app:old-1.0", "team/app:old-1", "team/app:old");
            assertThat(job.failures()).extracting(SyncFailure::image).containsExactly("team/app:shared");
            assertThat(await(toolkit.client().withRegistry(other).listTags("team/app")))
                    .containsExactlyInAnyOrder("kept", "shared", "not-of-the-job");
        }
    }

    @Test
    void leavesTheTagsThatListReferrersAtATargetWithoutAnApiForThem() {
        // Given
        RegistryImages images = new RegistryImages(toolkit, folder);
        Digest subject = images.push(image("team/app:1").layer("a", "app"), ManifestFormat.OCI);
        String signature = images.manifest("team/app", "1")
                .put("artifactType", "application/vnd.example.signature")
                .put("subject", images.descriptor("team/app", "1"))
                .encode();
        await(toolkit.client()
                .putManifest(new PutManifestRequest(
                        null,
                        "team/app",
                        Digest.sha256(signature.getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        MediaType.OCI_MANIFEST,
                        signature)));
        try (ScriptedServer to = ScriptedServer.of(exchange -> ReferrersTagTest.withoutApi(exchange, other))) {
            SyncRequest request = new SyncRequest(
                    null, null, List.of("team/app"), to.url(), null, null, null, null, true, true, null, null, null);
            await(toolkit.client().sync(request));
            // When
            SyncStatus again = await(toolkit.client().sync(request));
            // Then
            assertThat(again.state()).isEqualTo(State.DONE);
            assertThat(again.totals().vanished()).isZero();
            assertThat(await(toolkit.client().withRegistry(other).listTags("team/app")))
                    .containsExactlyInAnyOrder("1", ReferrersTags.of(subject));
        }
    }
}
