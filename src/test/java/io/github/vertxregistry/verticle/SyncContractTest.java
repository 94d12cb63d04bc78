package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.SyncFailure;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.message.SyncTotals;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs between two registries, by one node, through the typed client and real sockets. */
class SyncContractTest {
    private static Toolkit toolkit;
    private static RegistryClient client;

    @TempDir
    private Path folder;

    private RegistryImages images;
    private String other;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.impatient();
        client = toolkit.client();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    @BeforeEach
    void prepare() {
        images = new RegistryImages(toolkit, folder);
        other = toolkit.anotherRegistry();
    }

    private Digest push(String name) {
        return images.push(image(name).layer("a", name).layer("b", "shared"), ManifestFormat.OCI);
    }

    private static SyncStatus sync(SyncRequest request) {
        return await(client.sync(request));
    }

    private List<String> tagsOfOther(String repository) {
        return await(client.withRegistry(other).listTags(repository));
    }

    @Test
    void bringsWhatFitsUnderThePrefix() {
        // Given
        Digest one = push("fits/app:v1");
        push("fits/app:v2");
        push("fits/web:1");
        push("fits/deep/er:1");
        push("misfit/app:1");
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "fits/*").under("mirror"));
        // Then
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.totals().found()).isEqualTo(3);
        assertThat(job.totals().copied()).isEqualTo(3);
        assertThat(job.totals().bytes()).isPositive();
        assertThat(job.images()).containsExactlyInAnyOrder("fits/app:v1", "fits/app:v2", "fits/web:1");
        assertThat(await(client.withRegistry(other).listRepositories()))
                .containsExactly("mirror/fits/app", "mirror/fits/web");
        assertThat(await(client.withRegistry(other).headManifest("mirror/fits/app", "v1"))
                        .digest())
                .isEqualTo(one);
    }

    @Test
    void asksForHeadsAloneWhereNothingHasChanged() {
        // Given
        push("same/app:1");
        push("same/app:2");
        sync(SyncRequest.of(null, other, "same/app"));
        try (ScriptedServer from = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                ScriptedServer to = ScriptedServer.of(exchange -> exchange.forward(other))) {
            // When
            SyncStatus job = sync(SyncRequest.of(from.url(), to.url(), "same/app"));
            // Then
            assertThat(job.state()).isEqualTo(State.DONE);
            assertThat(job.totals()).isEqualTo(new SyncTotals(2, 2, 0, 0, 0, 0, 0));
            assertThat(from.requests())
                    .containsExactlyInAnyOrder(
                            "GET /v2/same/app/tags/list",
                            "HEAD /v2/same/app/manifests/1",
                            "HEAD /v2/same/app/manifests/2");
            assertThat(to.requests()).hasSameElementsAs(from.requests());
        }
    }

    @Test
    void bringsAgainWhatHasChangedAlone() {
        // Given
        push("moved/app:1");
        push("moved/app:2");
        sync(SyncRequest.of(null, other, "moved/app"));
        Digest moved = images.push(image("moved/app:2").layer("c", "new"), ManifestFormat.OCI);
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "moved/app"));
        // Then
        assertThat(job.images()).containsExactly("moved/app:2");
        assertThat(job.totals().there()).isOne();
        assertThat(await(client.withRegistry(other).headManifest("moved/app", "2"))
                        .digest())
                .isEqualTo(moved);
    }

    @Test
    void takesTagsByPattern() {
        // Given
        for (String tag : List.of("1.0.0", "1.2.0", "1.3.0-rc1", "2.0.0", "latest")) {
            push("tags/app:" + tag);
        }
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "tags/app")
                .withTags("semver:^1", "regex:l.*t")
                .withoutTags("1.0.*"));
        // Then
        assertThat(job.totals().found()).isEqualTo(2);
        assertThat(tagsOfOther("tags/app")).containsExactlyInAnyOrder("1.2.0", "latest");
    }

    @Test
    void onlyTellsWhatItWouldDo() {
        // Given
        push("dry/app:1");
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "dry/**:1").asDryRun());
        // Then
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.images()).containsExactly("dry/app:1");
        assertThat(job.totals()).isEqualTo(new SyncTotals(1, 0, 0, 0, 0, 0, 0));
        assertThat(await(client.withRegistry(other).listRepositories())).isEmpty();
    }

    @Test
    void deletesWhatHasVanishedAndNothingElse() {
        // Given
        push("gone/app:1");
        push("gone/app:2");
        push("gone/old:1");
        sync(SyncRequest.of(null, other, "gone/*").under("m"));
        sync(SyncRequest.of(null, other, "gone/old"));
        await(client.deleteTag("gone/app", "2"));
        await(client.deleteTag("gone/old", "1"));
        // When
        SyncStatus kept = sync(SyncRequest.of(null, other, "gone/*").under("m"));
        SyncStatus job = sync(SyncRequest.of(null, other, "gone/*").under("m").deletingVanished());
        // Then
        assertThat(kept.totals().vanished()).isZero();
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.deleted()).containsExactlyInAnyOrder("m/gone/app:2", "m/gone/old:1");
        assertThat(job.totals().deleted()).isEqualTo(2);
        assertThat(tagsOfOther("m/gone/app")).containsExactly("1");
        assertThat(tagsOfOther("gone/old")).containsExactly("1");
    }

    @Test
    void triesAgainWhatFailedAndListsWhatFailsStill() {
        // Given
        push("flaky/app:1");
        push("flaky/bad:1");
        push("flaky/good:1");
        AtomicInteger refused = new AtomicInteger();
        try (ScriptedServer to = ScriptedServer.of(exchange -> {
            boolean put = exchange.method().equals("PUT");
            boolean first = put && exchange.uri().contains("/flaky/app/manifests/") && refused.incrementAndGet() <= 6;
            if (first) {
                exchange.answer(500, Map.of(), "");
            } else if (put && exchange.uri().contains("/flaky/bad/manifests/")) {
                exchange.answer(403, Map.of(), "no");
            } else {
                exchange.forward(other);
            }
        })) {
            // When
            SyncStatus job = sync(SyncRequest.of(null, to.url(), "flaky/*").deletingVanished());
            // Then
            assertThat(job.state()).isEqualTo(State.FAILED);
            assertThat(job.images()).containsExactlyInAnyOrder("flaky/app:1", "flaky/good:1");
            assertThat(job.totals().failed()).isOne();
            assertThat(job.failures()).extracting(SyncFailure::image).containsExactly("flaky/bad:1");
            assertThat(job.failures()).extracting(SyncFailure::kind).containsExactly("DENIED");
        }
    }

    @Test
    void deletesNothingWhereSomethingFailed() {
        // Given
        push("partial/app:1");
        push("partial/app:2");
        sync(SyncRequest.of(null, other, "partial/app"));
        await(client.deleteTag("partial/app", "2"));
        // When
        SyncStatus job =
                sync(SyncRequest.of(null, other, "partial/app", "no/such").deletingVanished());
        // Then
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.failures()).extracting(SyncFailure::kind).containsExactly("NOT_FOUND");
        assertThat(job.reason()).contains("nothing was deleted");
        assertThat(tagsOfOther("partial/app")).contains("2");
    }

    @Test
    void countsNothingAsThereInARepositoryThatCouldNotBeComparedWhole() {
        // Given
        for (String name : List.of("half/app:1", "half/app:2", "half/web:1")) {
            push(name);
        }
        sync(SyncRequest.of(null, other, "half/*"));
        try (ScriptedServer to = ScriptedServer.of(exchange -> {
            if (exchange.method().equals("HEAD") && exchange.uri().contains("/half/app/manifests/2")) {
                exchange.answer(403, Map.of(), "");
            } else {
                exchange.forward(other);
            }
        })) {
            // When
            SyncStatus job = sync(SyncRequest.of(null, to.url(), "half/*"));
            // Then
            assertThat(job.state()).isEqualTo(State.FAILED);
            assertThat(job.totals()).isEqualTo(new SyncTotals(1, 1, 0, 1, 0, 0, 0));
        }
    }

    @Test
    void moreImagesThanAJobTakesAreRefused() {
        // Given
        JsonArray tags = new JsonArray();
        for (int i = 0; i <= 200_000; i++) {
            tags.add("v" + i);
        }
        String list = new JsonObject().put("name", "many").put("tags", tags).encode();
        try (ScriptedServer from = ScriptedServer.answering(200, "application/json", list);
                ScriptedServer to = ScriptedServer.answering(404, "application/json", "{}")) {
            // When
            SyncStatus job = sync(SyncRequest.of(from.url(), to.url(), "many"));
            // Then
            assertThat(job.state()).isEqualTo(State.FAILED);
            assertThat(job.reason()).startsWith("LIMIT_EXCEEDED: more than 200000 images are chosen");
            assertThat(job.failures()).isEmpty();
        }
    }

    @Test
    void isPausedResumedAndListed() {
        // Given
        for (int i = 0; i < 12; i++) {
            push("pause/app:" + i);
        }
        Promise<Void> open = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer from = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/manifests/") && asked.incrementAndGet() == 4) {
                await(open.future());
            }
            exchange.forward(toolkit.registry());
        })) {
            String id = await(client.startSync(SyncRequest.of(from.url(), other, "pause/app")))
                    .jobId();
            // When
            SyncStatus paused = await(client.pauseSync(id));
            List<SyncStatus> jobs = await(client.syncJobs());
            open.complete();
            await(client.resumeSync(id));
            SyncStatus ended = await(client.awaitSync(id, status -> {}));
            // Then
            assertThat(paused.state()).isIn(State.PAUSED, State.PLANNING);
            assertThat(jobs).extracting(SyncStatus::jobId).contains(id);
            assertThat(ended.state()).isEqualTo(State.DONE);
            assertThat(tagsOfOther("pause/app")).hasSize(12);
        }
    }

    @Test
    void isCancelledAndItsReportStays() {
        // Given
        push("cancel/app:1");
        Promise<Void> open = Promise.promise();
        try (ScriptedServer from = ScriptedServer.of(exchange -> {
            if (exchange.uri().contains("/blobs/")) {
                await(open.future());
            }
            exchange.forward(toolkit.registry());
        })) {
            String id = await(client.startSync(SyncRequest.of(from.url(), other, "cancel/app")))
                    .jobId();
            // When
            await(client.cancelSync(id));
            SyncStatus ended = await(client.awaitSync(id, status -> {}));
            // Then
            assertThat(ended.state()).isEqualTo(State.CANCELLED);
            assertThat(await(client.syncJob(id)).state()).isEqualTo(State.CANCELLED);
            open.complete();
        }
    }

    @Test
    void theSameJobAskedForTwiceIsOne() {
        // Given
        push("twice/app:1");
        SyncRequest request =
                SyncRequest.of(toolkit.registry(), other, "twice/app").as("nightly-1");
        // When
        SyncStatus first = sync(request);
        SyncStatus second = sync(request);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(failure(client.startSync(request.under("else"))).kind()).isEqualTo(FailureKind.CONFLICT);
    }

    @Test
    void saysWhatIsWrongBeforeItBegins() {
        // When
        var range = failure(client.startSync(SyncRequest.of(null, other, "a").withTags("semver:>>1")));
        var regex = failure(client.startSync(SyncRequest.of(null, other, "regex:(")));
        var self = failure(client.startSync(SyncRequest.of(null, null, "a")));
        var unknown = failure(client.syncJob("no-such"));
        // Then
        assertThat(range.getMessage()).startsWith("field 'tags' has the range '>>1'");
        assertThat(regex.getMessage()).startsWith("field 'images' has the pattern '('");
        assertThat(self.getMessage()).startsWith("field 'target' is the source");
        assertThat(unknown.kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void aJobThatCannotBePlannedSaysWhy() {
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "nothing/fits/*"));
        // Then
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.reason()).startsWith("NOT_FOUND: ").contains("nothing/fits/*");
    }

    @Test
    void tellsOfATagThatIsNamedAndNotThere() {
        // Given
        push("named/app:1");
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "named/app:1", "named/app:2", "named/app:v*"));
        SyncStatus deleting = sync(SyncRequest.of(null, other, "named/app:2").deletingVanished());
        // Then
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.images()).containsExactly("named/app:1");
        assertThat(job.failures()).singleElement().satisfies(told -> {
            assertThat(told.kind()).isEqualTo("NOT_FOUND");
            assertThat(told.message()).endsWith("/named/app has no tag 2");
        });
        assertThat(deleting.state()).isEqualTo(State.DONE);
    }

    @Test
    void aPatternThatWouldTakeForEverDoesNot() {
        // Given
        push("slow/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:1");
        // When
        SyncStatus job = sync(SyncRequest.of(null, other, "regex:slow/(a|aa)+\\1b"));
        // Then
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.reason()).contains("takes too long");
    }
}
