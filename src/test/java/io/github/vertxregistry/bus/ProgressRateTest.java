package io.github.vertxregistry.bus;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.message.ProgressEvent;
import io.github.vertxregistry.message.TarTagsReply;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** However often an operation tells how far it is, its caller hears of it five times a second. */
class ProgressRateTest extends EndpointFixture {
    private static final int REPORTS = 2_000;

    @Test
    void tellsFiveEventsASecondAndTheFirstAndTheLast() {
        // Given
        AtomicLong tookNs = new AtomicLong();
        List<ProgressEvent> heard = new CopyOnWriteArrayList<>();
        Promise<Void> begun = Promise.promise();
        serveTags((request, task) -> begun.future().map(v -> {
            long began = System.nanoTime();
            for (int i = 0; i <= REPORTS; i++) {
                task.progress().report("upload", "x", i, REPORTS);
            }
            tookNs.set(System.nanoTime() - began);
            return TAGS;
        }));
        Call<TarTagsReply> call = tags(CallOptions.DEFAULT);
        call.onProgress(heard::add);
        // When
        begun.complete();
        await(call.result());
        // Then
        List<Long> told = heard.stream()
                .filter(event -> event.phase().equals("upload"))
                .map(ProgressEvent::done)
                .toList();
        assertThat(told).startsWith(0L).endsWith((long) REPORTS);
        assertThat(told.size()).isBetween(2, 2 + (int) (TimeUnit.NANOSECONDS.toMillis(tookNs.get()) / 200));
    }
}
