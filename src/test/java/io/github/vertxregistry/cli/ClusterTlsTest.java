package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.testkit.Authority;
import io.github.vertxregistry.testkit.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTlsTest {
    @TempDir
    private Path folder;

    private final List<Vertx> members = new ArrayList<>();

    @AfterEach
    void stop() {
        await(Future.join(members.stream().map(Vertx::close).toList()));
    }

    private Vertx join(Path conf, EventBusConfig bus) {
        Vertx member = await(ClusteredVertx.join(new VertxOptions(), conf, bus, false));
        members.add(member);
        return member;
    }

    private Throwable refused(EventBusConfig bus) throws IOException {
        Path conf = ClusterConf.write(folder);
        return catchThrowable(() -> await(ClusteredVertx.join(new VertxOptions(), conf, bus, false)));
    }

    @Test
    void saysWhichFileOfTheEventBusIsNotThereAndWhereItCannotListen() throws Exception {
        // Given
        String file = Files.createFile(folder.resolve("file.pem")).toString();
        String missing = folder.resolve("missing.pem").toString();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            Throwable key = refused(new EventBusConfig(null, null, null, null, file, file, missing));
            Throwable port =
                    refused(new EventBusConfig("127.0.0.1", taken.getLocalPort(), null, null, null, null, null));
            // Then
            assertThat(key)
                    .hasMessage("key 'cluster.eventBus.keyFile': the file " + missing + " does not exist")
                    .extracting(cause -> ((RegistryException) cause).kind())
                    .isEqualTo(FailureKind.BAD_REQUEST);
            assertThat(port)
                    .hasMessageStartingWith(
                            "the event bus cannot listen at 127.0.0.1, port " + taken.getLocalPort() + ": ");
        }
    }

    private EventBusConfig bus(Authority authority) throws Exception {
        Path own = Files.createTempDirectory(folder, "node");
        Identity identity = authority.node("127.0.0.1");
        return new EventBusConfig(
                null,
                null,
                null,
                null,
                authority.pem(own).toString(),
                identity.cert(own).toString(),
                identity.key(own).toString());
    }

    @Test
    void nodesBelieveEachOthersCertificatesAndNoOther() throws Exception {
        // Given
        Path conf = ClusterConf.write(folder);
        Authority ours = Authority.named("ours");
        Vertx first = join(conf, bus(ours));
        Vertx second = join(conf, bus(ours));
        Vertx stranger = join(conf, bus(Authority.named("theirs")));
        await(first.eventBus()
                .consumer("echo", message -> message.reply("heard"))
                .completion());
        DeliveryOptions shortly = new DeliveryOptions().setSendTimeout(1_000);
        // When
        var answer = await(second.eventBus().request("echo", "hello"));
        Throwable refused = catchThrowable(() -> await(stranger.eventBus().request("echo", "hello", shortly)));
        // Then
        assertThat(answer.body()).isEqualTo("heard");
        assertThat(refused).isNotNull();
    }
}
