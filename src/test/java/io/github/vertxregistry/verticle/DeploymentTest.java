package io.github.vertxregistry.verticle;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static io.github.vertxregistry.testkit.Toolkit.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.PathsConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration that cannot work fails the deployment, and not the first message. */
class DeploymentTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'registries':{'byDefault':'locl'}} | registries.byDefault",
                "{'paths':{'roots':['']}}            | paths.roots.0",
                "{'paths':{'roots':['images']}}      | paths.roots.0",
                "{'http':{'poolSize':'many'}}        | http.poolSize",
                "{'http':{'pool':1}}                 | http.pool",
                "{'sync':{'schedules':{'nightly':{'cron':'0 25 * * *','job':{'images':['a']}}}}} | sync.schedules.nightly",
            })
    void aConfigurationThatIsWrongFailsItAndIsNamed(String json, String key) {
        // Given
        DeploymentOptions options = new DeploymentOptions().setConfig(new JsonObject(json.replace('\'', '"')));
        // When
        RegistryException failure = failure(vertx.deployVerticle(new RegistryToolkit(), options));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure).hasMessageStartingWith("key '" + key + "' ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99 2 * * * | a | http://b:1 | the cron '99 2 * * *'",
                "0 2 * *    | a | http://b:1 | the cron '0 2 * *'",
                "0 2 * * *  | [ | http://b:1 | field 'images'",
                "0 2 * * *  | a | backup     | 'backup'",
            })
    void aScheduleThatCouldBeginNoJobFailsItAndIsNamed(String cron, String image, String target, String wrong) {
        // Given
        JsonObject job = new JsonObject()
                .put("source", "http://a:1")
                .put("target", target)
                .put("images", new JsonArray().add("regex:" + image));
        JsonObject schedules = new JsonObject()
                .put("nightly", new JsonObject().put("cron", cron).put("job", job));
        JsonObject config = new JsonObject().put("sync", new JsonObject().put("schedules", schedules));
        // When
        RegistryException failure =
                failure(vertx.deployVerticle(new RegistryToolkit(), new DeploymentOptions().setConfig(config)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
        assertThat(failure)
                .hasMessageStartingWith("key 'sync.schedules.nightly' ")
                .hasMessageContaining(wrong);
    }

    @Test
    void aRootThatIsNoFolderFailsItAndIsNamed() throws IOException {
        // Given
        Path file = Files.createFile(folder.resolve("file"));
        Path missing = folder.resolve("missing");
        for (Path root : List.of(file, missing)) {
            PathsConfig paths = new PathsConfig(List.of(folder.toString(), root.toString()));
            // When
            RegistryException failure = failure(vertx.deployVerticle(
                    new RegistryToolkit(ToolkitConfig.defaults().withPaths(paths))));
            // Then
            assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
            assertThat(failure).hasMessageContaining("key 'paths.roots.1'").hasMessageContaining(root.toString());
        }
    }
}
