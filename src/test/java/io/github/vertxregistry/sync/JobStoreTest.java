package io.github.vertxregistry.sync;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.message.SyncTotals;
import io.github.vertxregistry.sync.SyncJob.Wish;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays of a job where two nodes do the same. */
class JobStoreTest {
    private static final long LIFE_MS = 60_000;
    private static final String STEP = "job/1/0";

    private Vertx vertx;
    private JobStore store;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        store = await(JobStore.open(vertx, "twice", "one", LIFE_MS, LIFE_MS));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void theFirstResultOfAStepThatIsDoneTwiceCounts() {
        // Given
        StepResult copied = new StepResult("one", List.of(new Tagged("app", "1")), 0, 7, List.of());
        await(store.putResult(STEP, copied));
        // When
        await(store.putResult(STEP, new StepResult("two", List.of(), 1, 0, List.of())));
        // Then
        assertThat(await(store.results("job", 1))).containsEntry(STEP, copied);
    }

    @Test
    void reportsAreReadOneAfterTheOtherWhereJobsAreListed() {
        // Given
        AtomicInteger reading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AsyncMap<String, String> map = await(vertx.sharedData().getAsyncMap("many"));
        for (int i = 0; i < 20; i++) {
            await(new SharedMap<>(map, SyncJob.class)
                    .put("job-" + i, SyncJob.of(SyncRequest.of("a", "b", "app").as("job-" + i), i), LIFE_MS));
        }
        AsyncMap<String, String> watched = WatchedMap.of(map, (method, answer) -> {
            assertThat(method).isIn("keys", "get");
            most.accumulateAndGet(reading.incrementAndGet(), Math::max);
            return answer.compose(read -> vertx.timer(1).map(read)).onComplete(done -> reading.decrementAndGet());
        });
        // When
        List<String> ids = await(new SharedMap<>(watched, SyncJob.class).each(SyncJob::id));
        // Then
        assertThat(ids).hasSize(20);
        assertThat(most.get()).isOne();
    }

    @Test
    void aChangeThatOthersAlwaysForestallFails() {
        // Given
        AsyncMap<String, String> map = await(vertx.sharedData().getAsyncMap("contested"));
        SyncJob job = SyncJob.of(SyncRequest.of("a", "b", "app").as("job"), 1);
        await(new SharedMap<>(map, SyncJob.class).put("job", job, LIFE_MS));
        AsyncMap<String, String> contested = WatchedMap.of(
                map, (method, answer) -> method.equals("replaceIfPresent") ? Future.succeededFuture(false) : answer);
        // When
        RegistryException failure = failure(new SharedMap<>(contested, SyncJob.class)
                .update("job", now -> now.wishing(now.wish() == Wish.PAUSE ? Wish.RUN : Wish.PAUSE)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure).hasMessageContaining("'job'");
    }

    @Test
    void theReportOfAJobThatHasEndedIsNotReplaced() {
        // Given
        SyncJob job = SyncJob.of(SyncRequest.of("a", "b", "app").as("job"), 1);
        Report whole = new Report(new SyncTotals(3, 3, 0, 0, 1, 1, 0), null, List.of("app:old"), null, null);
        await(store.add(job));
        await(store.end(job.ended(State.DONE, whole, null, 2)));
        // When
        await(store.end(job.ended(State.CANCELLED, Report.NOTHING, null, 3)));
        // Then
        assertThat(await(store.find("job"))).map(SyncJob::report).contains(whole);
        assertThat(await(store.active())).isEmpty();
    }
}
