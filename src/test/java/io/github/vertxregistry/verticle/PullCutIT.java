package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.CuttingProxy;
import io.github.vertxregistry.testkit.RealImage;
import io.github.vertxregistry.testkit.RealImage.Layout;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real image is pulled from a real registry, in ranges, by connections that are cut again and again. */
@RequiresDocker(with = "skopeo")
class PullCutIT {
    private static final int CUTS = 12;
    private static final int CLOSEST = 1 << 20;
    private static final int FARTHEST = 18 << 20;

    private static RegistryContainer registry;
    private static Digest digest;
    private static PullReply uncut;
    private static Digest whole;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        registry = new RegistryContainer();
        registry.start();
        String image = RealImage.get().path(Layout.DOCKER_SAVE).toString();
        try (Toolkit toolkit = Toolkit.against(registry.url(), new JsonObject())) {
            digest = await(toolkit.client().push(PushRequest.of(image).as("cut/app", "1")))
                    .images()
                    .get(0)
                    .digest();
            uncut = pull(toolkit, shared.resolve("image.tar"));
            whole = hash(shared.resolve("image.tar"));
        }
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.stop();
        }
    }

    /** By its digest: a tag would stand in the tar with the host's name. In parts of 16 MiB. */
    private static PullReply pull(Toolkit toolkit, Path to) {
        return await(toolkit.client()
                .pull(PullRequest.of(to.toString(), "cut/app@" + digest).withConcurrency(8)));
    }

    private static Digest hash(Path file) throws IOException {
        MessageDigest hash = Digest.newHash("sha256");
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                hash.update(block, 0, read);
            }
        }
        return Digest.of("sha256", hash);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void givesTheSameFileHoweverOftenItIsCut(long seed) throws IOException {
        // Given
        Path tar = folder.resolve("image.tar");
        Random random = new Random(seed);
        long[] gaps = random.longs(CUTS, CLOSEST, FARTHEST).toArray();
        try (CuttingProxy proxy = CuttingProxy.before(registry.url()).cuttingAnswersAfter(gaps);
                Toolkit toolkit = Toolkit.against(proxy.url(), new JsonObject())) {
            // When
            PullReply reply = pull(toolkit, tar);
            // Then
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertThat(hash(tar)).isEqualTo(whole);
            assertThat(reply.bytes()).isEqualTo(uncut.bytes());
            assertThat(folder.toFile().list()).containsExactly("image.tar");
        }
    }
}
