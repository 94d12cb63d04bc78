package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs in the shared maps that another node has taken, of another configuration or version. */
class SyncForeignJobTest {
    private Toolkit toolkit;
    private AsyncMap<String, String> jobs;

    @BeforeEach
    void start() {
        toolkit = Toolkit.start(new JsonObject().put("registries", new JsonObject().put("allowUnknown", false)));
        jobs = await(toolkit.vertx().sharedData().getAsyncMap("registry.sync.jobs"));
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private static JsonObject totals() {
        JsonObject totals = new JsonObject();
        for (String name : new String[] {"found", "there", "copied", "failed", "vanished", "deleted", "bytes"}) {
            totals.put(name, 0);
        }
        return totals;
    }

    private void put(String jobId, String state, String images) {
        put(jobId, state, images, "RUN");
    }

    private void put(String jobId, String state, String images, String wish) {
        JsonObject request = new JsonObject()
                .put("jobId", jobId)
                .put("source", "http://127.0.0.1:1")
                .put("target", "http://127.0.0.1:2")
                .put("images", new JsonArray().add(images));
        JsonObject job = new JsonObject()
                .put("request", request)
                .put("wish", wish)
                .put("state", state)
                .put("startedAt", Long.MAX_VALUE / 1_000_000)
                .put("endedAt", 0)
                .put("round", 1)
                .put("attempt", 1)
                .put("steps", 1)
                .put("report", new JsonObject().put("totals", totals()))
                .put("totals", totals());
        await(jobs.put(jobId, job.encode()));
    }

    private SyncStatus ended(String jobId) {
        return await(toolkit.client().awaitSync(jobId, status -> {}));
    }

    @Test
    void oneOfARegistryThatTheLeadDoesNotKnowEndsAndSaysWhy() {
        // Given
        put("unknown", "planning", "team/app");
        // When
        SyncStatus job = ended("unknown");
        // Then
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.reason()).startsWith("DENIED: ").contains("127.0.0.1:1");
        // Its node's clock is far ahead of this one's.
        assertThat(job.elapsedMs()).isZero();
    }

    @Test
    void oneThatRunsIsToldOfAgainWhereNoMoreAreTaken() {
        // Given
        for (int i = 0; i < 100; i++) {
            put("job-" + i, "running", "team/app", "PAUSE");
        }
        SyncRequest request = SyncRequest.of(null, null, "team/app").under("mirror");
        await(jobs.remove("job-0"));
        SyncStatus first = await(toolkit.client().startSync(request.as("mine")));
        await(toolkit.client().pauseSync("mine"));
        put("job-0", "running", "team/app", "PAUSE");
        // When
        SyncStatus again = await(toolkit.client().startSync(request.as("mine")));
        RegistryException more = failure(toolkit.client().startSync(request.as("more")));
        // Then
        assertThat(again.startedAt()).isEqualTo(first.startedAt());
        assertThat(more.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    @Test
    void onesThatMakeNoSenseKeepNoOtherFromItsEnd() {
        // Given
        String prefix = "mirror";
        SmallImages.put(toolkit.registry(), "team/app", "1");
        put("newer", "verifying", "team/app");
        put("pattern", "planning", "regex:(");
        // When
        SyncStatus job = await(
                toolkit.client().sync(SyncRequest.of(null, null, "team/app").under(prefix)));
        // Then
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(ended("pattern").state()).isEqualTo(State.FAILED);
        assertThat(await(toolkit.client().syncJobs()))
                .extracting(SyncStatus::jobId)
                .doesNotContain("newer");
    }
}
