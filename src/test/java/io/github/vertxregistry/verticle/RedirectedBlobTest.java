package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.testkit.ScriptedServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A registry that keeps blobs and manifests in a store elsewhere, as those in clouds do. */
class RedirectedBlobTest extends PushFixture {
    private ScriptedServer redirectingTo(ScriptedServer store) {
        return ScriptedServer.of(exchange -> {
            boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
            if (reads
                    && (exchange.uri().contains("/blobs/sha256")
                            || exchange.uri().contains("/manifests/sha256"))) {
                exchange.answer(307, Map.of("Location", store.url() + exchange.uri()), "");
            } else {
                exchange.forward(toolkit.registry());
            }
        });
    }

    @Test
    void describesAnImageWhoseConfigLiesElsewhere() {
        // Given
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        try (ScriptedServer store = ScriptedServer.of(exchange -> exchange.forward(toolkit.registry()));
                ScriptedServer server = redirectingTo(store)) {
            // When
            ImageInfo info = await(client(server).imageInfo("fault/app", "1"));
            // Then
            assertThat(info.layerCount()).isOne();
            assertThat(info.config()).isNotNull();
            assertThat(store.requests()).hasSize(1);
        }
    }

    @Test
    void knowsABlobOfAStoreThatRefusesHead() {
        // Given
        await(toolkit.client().pushTarWithOriginalTag(tar.toString()));
        try (ScriptedServer store = ScriptedServer.answering(403, "text/plain", "SignatureDoesNotMatch");
                ScriptedServer server = redirectingTo(store)) {
            // When
            PushReply reply = await(client(server).pushTarWithOriginalTag(tar.toString()));
            // Then
            assertThat(reply.images().get(0).skipped()).isEqualTo(2);
        }
    }
}
