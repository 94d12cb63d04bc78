package io.github.vertxregistry.cluster;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.bus.Caller;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.PlaceMessage;
import io.github.vertxregistry.message.PlaceMessage.PlaceFile;
import io.github.vertxregistry.message.PlaceMessage.Step;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller's file or folder, as a node sees it that means no good, or comes late. */
class LentPlaceTest {
    @TempDir
    private Path folder;

    private Vertx vertx;
    private LentPlace place;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
        place = lend();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private LentPlace lend() {
        Caller caller = new Caller(vertx, new Addresses("registry"));
        return LentPlace.lend(caller, folder.resolve("layout").toString(), false);
    }

    private Future<Message<JsonObject>> tell(LentPlace to, PlaceMessage message) {
        return vertx.eventBus().request(await(to.address()), JsonBinding.toJson(message));
    }

    private static PlaceMessage open(String file) {
        return new PlaceMessage(Step.OPEN, true, List.of(new PlaceFile(file, 3, "YWJj")), null, null, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "blobs/../oci-layout", "", "/tmp/vertx-registry-evil"})
    void noFileBesidesThoseOfTheLayoutIsWritten(String name) {
        // When
        ReplyException refused = catchThrowableOfType(ReplyException.class, () -> await(tell(place, open(name))));
        // Then
        assertThat(refused.failureCode()).isEqualTo(FailureKind.BAD_REQUEST.code());
        assertThat(refused).hasMessageContaining("which is no file of a layout");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsOpenedAfterItWasTakenBackIsClosed() {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        vertx.executeBlocking(() -> {
            busy.await();
            return null;
        });
        Future<Message<JsonObject>> late = tell(place, open("oci-layout"));
        await(tell(place, PlaceMessage.of(Step.THERE)));
        // When
        await(place.takeBack());
        busy.countDown();
        ReplyException refused = catchThrowableOfType(ReplyException.class, () -> await(late));
        // Then
        assertThat(refused.failureCode()).isEqualTo(FailureKind.CONFLICT.code());
        assertThat(await(tell(lend(), open("oci-layout"))).body()).isNotNull();
    }
}
