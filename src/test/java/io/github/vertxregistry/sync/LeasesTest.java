package io.github.vertxregistry.sync;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.sync.Leases.Taking;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a beat tells of leases while they are given back, or done. */
class LeasesTest {
    private static final long LIFE_MS = 60_000;
    private static final String STEP = "job/1/0";

    private Vertx vertx;
    private AsyncMap<String, String> map;
    private final Promise<Void> answered = Promise.promise();

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        map = await(vertx.sharedData().getAsyncMap("leases"));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    /** The same map, whose answers to reads are on their way until {@link #answered}. */
    private AsyncMap<String, String> withSlowReads() {
        return WatchedMap.of(
                map,
                (method, answer) -> method.equals("get")
                        ? answer.compose(read -> answered.future().map(read))
                        : answer);
    }

    @Test
    void whatIsDoneWhileABeatIsUnderWayStaysDone() {
        // Given
        Leases leases = new Leases(withSlowReads(), "one", LIFE_MS);
        await(leases.take(STEP));
        Future<Void> beat = leases.renew();
        // When
        await(leases.done(STEP));
        answered.complete();
        await(beat);
        // Then
        assertThat(await(new Leases(map, "two", LIFE_MS).take(STEP))).isEqualTo(Taking.DONE);
    }

    @Test
    void whatIsGivenBackWhileABeatIsUnderWayIsTakenByAnotherAtOnce() {
        // Given
        Leases leases = new Leases(withSlowReads(), "one", LIFE_MS);
        await(leases.take(STEP));
        Future<Void> beat = leases.renew();
        // When
        await(leases.release(STEP));
        answered.complete();
        await(beat);
        // Then
        assertThat(await(new Leases(map, "two", LIFE_MS).take(STEP))).isEqualTo(Taking.TAKEN);
    }
}
