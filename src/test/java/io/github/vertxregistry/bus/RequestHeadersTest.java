package io.github.vertxregistry.bus;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.Headers;
import io.github.vertxregistry.message.PingReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A header that is wrong is told so, and nothing is done. */
class RequestHeadersTest extends EndpointFixture {
    @ParameterizedTest
    @CsvSource(
            value = {
                "timeout-ms   | soon",
                "timeout-ms   | ''",
                "timeout-ms   | 0",
                "timeout-ms   | -5",
                "timeout-ms   | 1.5",
                "timeout-ms   | 604800001",
                "timeout-ms   | 99999999999999999999",
                "accept       | yes",
                "accept       | 1",
                "accept       | ''",
                "operation-id | ''",
                "operation-id | a b",
                "operation-id | \u00e4",
                "operation-id | a/../b",
                "progress     | somebody.else",
                "progress     | ''",
                "progress     | registry.progress.a.b",
            },
            delimiter = '|')
    void refusesAHeaderThatIsWrong(String header, String value) {
        // Given
        AtomicBoolean done = new AtomicBoolean();
        servePing((request, task) -> {
            done.set(true);
            return Future.succeededFuture(PONG);
        });
        // When
        ReplyException reply = raw(new JsonObject(), new DeliveryOptions().addHeader(header, value));
        // Then
        assertThat(reply.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(new JsonObject(reply.getMessage()).getString("message")).startsWith("header '" + header + "' ");
        assertThat(done).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 100_000})
    void refusesAnIdThatIsTooLongAndDoesNotRepeatIt(int length) {
        // Given
        servePing((request, task) -> Future.succeededFuture(PONG));
        // When
        ReplyException reply =
                raw(new JsonObject(), new DeliveryOptions().addHeader(Headers.OPERATION_ID, "a".repeat(length)));
        // Then
        assertThat(reply.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(reply.getMessage()).contains("operation-id").hasSizeLessThan(400);
    }

    @Test
    void refusesControlCharactersAndDoesNotRepeatThem() {
        // Given
        servePing((request, task) -> Future.succeededFuture(PONG));
        // When
        ReplyException reply =
                raw(new JsonObject(), new DeliveryOptions().addHeader(Headers.OPERATION_ID, "a\u0000\n\u001b[2J"));
        // Then
        assertThat(reply.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(new JsonObject(reply.getMessage()).getString("message"))
                .contains("'operation-id'")
                .doesNotContain("\u0000", "\n", "\u001b");
    }

    @Test
    void takesTheBounds() {
        // Given
        servePing((request, task) -> Future.succeededFuture(PONG));
        DeliveryOptions options = new DeliveryOptions()
                .addHeader(Headers.TIMEOUT_MS, "604800000")
                .addHeader(Headers.OPERATION_ID, "A-z_0.9:" + "a".repeat(120))
                .addHeader(Headers.ACCEPT, "False");
        // When
        Message<JsonObject> reply = await(vertx.eventBus().request("registry.ping", new JsonObject(), options));
        // Then
        assertThat(reply.body().getBoolean("reachable")).isTrue();
    }

    @Test
    void refusesAnIdThatIsInUse() {
        // Given
        servePing((request, task) -> Promise.<PingReply>promise().future());
        DeliveryOptions options = new DeliveryOptions().addHeader(Headers.OPERATION_ID, "twice");
        vertx.eventBus().send("registry.ping", new JsonObject(), options);
        // When
        ReplyException reply = raw(new JsonObject(), options);
        // Then
        assertThat(reply.failureCode()).isEqualTo(FailureKind.CONFLICT.code());
        assertThat(reply.getMessage()).contains("'operation-id'", "twice");
    }
}
