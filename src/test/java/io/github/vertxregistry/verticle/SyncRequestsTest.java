package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncStatus.State;
import io.github.vertxregistry.testkit.ScriptedServer;
import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.Toolkit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many small images cost in requests, and what happens where two copies meet at one blob. */
class SyncRequestsTest {
    private static final int IMAGES = 10;
    private static final String UNKNOWN =
            "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown to registry\"}]}";

    private Toolkit toolkit;
    private String other;

    @BeforeEach
    void start() {
        toolkit = Toolkit.impatient();
        other = toolkit.anotherRegistry();
        for (int i = 0; i < IMAGES; i++) {
            SmallImages.put(toolkit.registry(), "team/app", "v" + i);
        }
    }

    @AfterEach
    void stop() {
        toolkit.close();
    }

    private SyncStatus sync(ScriptedServer from, ScriptedServer to) {
        return await(toolkit.client().sync(SyncRequest.of(from.url(), to.url(), "team/app")));
    }

    private static long count(ScriptedServer server, String request) {
        return server.requests().stream().filter(line -> line.matches(request)).count();
    }

    @Test
    void asksForNothingThatThePlanHasTold() {
        // Given
        try (ScriptedServer from = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                ScriptedServer to = ScriptedServer.of(exchange -> exchange.forward(other))) {
            // When
            SyncStatus job = sync(from, to);
            // Then
            assertThat(job.totals().copied()).isEqualTo(IMAGES);
            long blobs = count(from, "GET .*/blobs/.*");
            assertThat(from.requests()).hasSize((int) (1 + IMAGES + blobs));
            assertThat(count(to, "HEAD .*")).isZero();
            // Each blob once, in two requests, a manifest for each image, and the list of tags.
            assertThat(count(to, "POST .*")).isEqualTo(blobs);
            assertThat(to.requests()).hasSize((int) (1 + 2 * blobs + IMAGES));
        }
    }

    @Test
    void asksForLayersWhereTheRepositoryHasOtherTags() {
        // Given
        await(toolkit.client().sync(SyncRequest.of(null, other, "team/app").withTags("v0")));
        try (ScriptedServer from = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                ScriptedServer to = ScriptedServer.of(exchange -> exchange.forward(other))) {
            // When
            SyncStatus job = sync(from, to);
            // Then
            assertThat(job.totals().copied()).isEqualTo(IMAGES - 1);
            assertThat(count(to, "HEAD .*/manifests/v[1-9]")).isZero();
            assertThat(count(to, "HEAD .*/blobs/.*")).isPositive().isLessThan(2 * IMAGES);
            assertThat(SmallImages.digests(other, "team/app"))
                    .isEqualTo(SmallImages.digests(toolkit.registry(), "team/app"));
        }
    }

    /** Distribution says so where another upload of the same blob is just being committed. */
    @Test
    void looksForAllBlobsAgainWhereARegistrySaysThatItLacksOne() {
        // Given
        AtomicInteger refused = new AtomicInteger();
        try (ScriptedServer from = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                ScriptedServer to = ScriptedServer.of(exchange -> {
                    boolean first = exchange.method().equals("PUT")
                            && exchange.uri().contains("/manifests/")
                            && refused.getAndIncrement() == 0;
                    if (first) {
                        exchange.answer(400, Map.of("Content-Type", "application/json"), UNKNOWN);
                    } else {
                        exchange.forward(other);
                    }
                })) {
            // When
            SyncStatus job = sync(from, to);
            // Then
            assertThat(job.state()).isEqualTo(State.DONE);
            assertThat(job.totals().copied()).isEqualTo(IMAGES);
            assertThat(count(to, "HEAD .*/blobs/.*")).isPositive();
            List<String> tags = await(toolkit.client().withRegistry(other).listTags("team/app"));
            assertThat(tags).hasSize(IMAGES);
        }
    }
}
