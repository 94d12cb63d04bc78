package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A layer that is large enough to come in parts. */
class PullRangeTest extends PullFixture {
    private final ConcurrentLinkedQueue<String> ranges = new ConcurrentLinkedQueue<>();

    @Override
    int length() {
        return (40 << 20) + 7;
    }

    @Test
    void comesInPartsAndIsReadBackOnce() throws IOException {
        // Given
        onLayer = exchange -> {
            ranges.add(exchange.headers().getOrDefault("Range", "all"));
            well(exchange);
        };
        // When
        await(client.pull(request()));
        // Then
        assertThat(ranges).hasSize(4).doesNotContain("all").contains("bytes=0-0");
        assertWhole();
    }

    @Test
    void aWholeInAnswerToARangeIsFetchedOnce() throws IOException {
        // Given
        onLayer = exchange -> {
            ranges.add(exchange.headers().getOrDefault("Range", "all"));
            serveWhole(exchange, layer);
        };
        // When
        await(client.pull(request()));
        // Then
        assertThat(List.copyOf(ranges)).containsExactly("bytes=0-0", "all");
        assertWhole();
    }

    @Test
    void aWholeInAnswerToALaterRangeGetsNotIntoTheFile() throws IOException {
        // Given
        onLayer = exchange -> {
            if ("bytes=0-0".equals(exchange.headers().get("Range"))) {
                well(exchange);
            } else {
                serveWhole(exchange, layer);
            }
        };
        // When
        await(client.pull(request()));
        // Then
        assertWhole();
    }

    @Test
    void partsThatAreWrongAreFetchedAsOne() throws IOException {
        // Given
        byte[] zeros = new byte[layer.length];
        onLayer = exchange -> {
            ranges.add(exchange.headers().getOrDefault("Range", "all"));
            serve(exchange, exchange.headers().containsKey("Range") ? zeros : layer, layer.length);
        };
        // When
        await(client.pull(request()));
        // Then
        assertThat(ranges).contains("all");
        assertWhole();
    }
}
