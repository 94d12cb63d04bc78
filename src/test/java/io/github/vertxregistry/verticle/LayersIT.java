package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.RebaseImageRequest;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker builds and pushes images, the toolkit puts a layer on one and exchanges its base, and docker runs what comes of it. */
@RequiresDocker
class LayersIT {
    private static final RegistryContainer REGISTRY = new RegistryContainer();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        REGISTRY.start();
    }

    @AfterAll
    static void stop() {
        REGISTRY.stop();
    }

    private String build(String name, String dockerfile) throws Exception {
        Path context = Files.createTempDirectory(folder, "context");
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        String image = REGISTRY.authority() + "/" + name;
        Command.runIn(context, "docker", "build", "--quiet", "--tag", image, ".");
        Command.run("docker", "push", "--quiet", image);
        return image;
    }

    @Test
    void dockerRunsAnImageWithAnotherBaseAndAnotherLayer() throws Exception {
        // Given
        String oldBase = build("base:1", "FROM debian:bookworm\nENV BASE=1 KEPT=base\n");
        String newBase = build("base:2", "FROM debian:bookworm\nENV BASE=2 KEPT=base\nRUN echo new base > /new\n");
        String app = build("app:1", "FROM " + oldBase + "\nENV KEPT=app\nRUN echo app > /app\n");
        Path content = Files.createDirectory(folder.resolve("content"));
        Files.writeString(content.resolve("more"), "more\n");
        String result = REGISTRY.authority() + "/app:3";
        try (Toolkit toolkit = Toolkit.against(REGISTRY.url(), new JsonObject())) {
            await(toolkit.client()
                    .appendImage(new AppendImageRequest(
                            null,
                            "app",
                            "1",
                            null,
                            ImageReference.of("app:2"),
                            List.of(content.toString()),
                            "/opt",
                            false,
                            LayerCompression.GZIP,
                            null)));
            // When
            await(toolkit.client()
                    .rebaseImage(new RebaseImageRequest(
                            null,
                            "app",
                            "2",
                            null,
                            ImageReference.of("app:3"),
                            ImageReference.of("base:1"),
                            ImageReference.of("base:2"))));
            // Then
            try {
                assertThat(Command.run(
                                "docker",
                                "run",
                                "--rm",
                                result,
                                "sh",
                                "-c",
                                "cat /app /new /opt/more; echo $BASE $KEPT"))
                        .isEqualTo("app\nnew base\nmore\n2 app\n");
            } finally {
                Command.run("docker", "rmi", "--force", result, app, oldBase, newBase);
            }
        }
    }
}
