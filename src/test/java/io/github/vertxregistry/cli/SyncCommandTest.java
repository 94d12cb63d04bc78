package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.SmallImages;
import io.github.vertxregistry.testkit.Toolkit;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync} and {@code jobs}, here and by a node of a cluster. */
@Timeout(60)
class SyncCommandTest {
    private static final Toolkit TOOLKIT = Toolkit.start();
    private static String source;
    private static String target;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        source = TOOLKIT.registry().substring("http://".length());
        target = TOOLKIT.anotherRegistry().substring("http://".length());
        Stream.of("v1", "v2").forEach(tag -> SmallImages.put(TOOLKIT.registry(), "team/app", tag));
        SmallImages.put(TOOLKIT.registry(), "team/web", "1.0.0");
    }

    @AfterAll
    static void stop() {
        TOOLKIT.close();
    }

    @Test
    void bringsWhatFitsUnderAPrefix() {
        // When
        Ran ran = Ran.run("sync", source + "/team/*", target + "/mirror", "--progress");
        // Then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("done").contains("3 chosen, 0 there already, 3 copied, 0 failed");
        assertThat(ran.err()).contains("done  3 chosen");
        assertThat(SmallImages.digests("http://" + target, "mirror/team/app"))
                .isEqualTo(SmallImages.digests(TOOLKIT.registry(), "team/app"));
    }

    @Test
    void onlyTellsWhatItWouldDo() {
        // When
        Ran ran = Ran.run(
                "sync", source + "/team/*", target + "/dry", "--dry-run", "--tags", "semver:2.x", "--tags", "1.0.*");
        // Then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.lines()).contains("would copy team/app:v2", "would copy team/web:1.0.0");
        assertThat(ran.out()).contains("2 to copy");
    }

    @Test
    void endsWithOneWhereSomethingFailed() {
        // When
        Ran ran = Ran.run("sync", source + "/team/web", target + "/part", "--images", "no/such", "--tries", "1");
        // Then
        assertThat(ran.code()).isOne();
        assertThat(ran.out()).contains("1 copied, 1 failed").contains("failed " + source + "/no/such: NOT_FOUND: ");
    }

    @Test
    void saysWhatIsNotUnderstood() {
        // When
        List<Ran> runs = List.of(
                Ran.run("sync", source, target + "/a"),
                Ran.run("sync", source + "/a", target + "/a", "--detach"),
                Ran.run("sync", source + "/a", target + "/a", "--tries", "0"),
                Ran.run("jobs", "show", "no/id"),
                Ran.run("sync", source + "/", target + "/a"),
                Ran.run("sync", "", target + "/a"),
                Ran.run("sync", source + "/a", "", "--delete-vanished"));
        // Then
        assertThat(runs).allSatisfy(ran -> assertThat(ran.code()).isEqualTo(2));
        assertThat(runs.get(0).err())
                .contains("SOURCE names a registry and no images of it")
                .contains("/**");
        assertThat(runs.get(1).err()).contains("--detach takes --cluster");
        assertThat(runs.get(2).err()).contains("--tries is 0");
        assertThat(runs.get(3).err()).contains("jobId");
        assertThat(runs.get(4).err()).contains("'" + source + "/**'");
        assertThat(runs.get(5).err()).contains("SOURCE is empty");
        assertThat(runs.get(6).err()).contains("TARGET is empty");
    }

    @Test
    void hasTheNodesOfAClusterDoIt() throws Exception {
        // Given
        String cluster = ClusterConf.write(folder).toString();
        JsonObject known = new JsonObject()
                .put("s", new JsonObject().put("url", "http://" + source))
                .put("t", new JsonObject().put("url", "http://" + target));
        JsonObject conf = new JsonObject()
                .put("nodeId", "worker")
                .put("registries", new JsonObject().put("known", known).put("byDefault", "s"));
        Path file = Files.writeString(folder.resolve("node.json"), conf.encode());
        try (Running node =
                new Running("node", "--cluster", "--cluster-conf", cluster, "--conf", file.toString(), "--json")) {
            node.line();
            // When
            Ran begun = Ran.run(
                    "sync",
                    source + "/team/*",
                    target + "/far",
                    "--cluster",
                    "--cluster-conf",
                    cluster,
                    "--detach",
                    "--job",
                    "far-1");
            Ran ended = Ran.run("jobs", "watch", "far-1", "--cluster-conf", cluster, "--json");
            Ran listed = Ran.run("jobs", "list", "--cluster-conf", cluster);
            Ran tried = Ran.run(
                    "sync",
                    source + "/none",
                    target + "/far",
                    "--cluster",
                    "--cluster-conf",
                    cluster,
                    "--detach",
                    "--dry-run",
                    "--job",
                    "far-2");
            Ran failed = Ran.run("jobs", "watch", "far-2", "--cluster-conf", cluster);
            Ran shown = Ran.run("jobs", "show", "far-2", "--cluster-conf", cluster);
            Ran both = Ran.run("jobs", "list", "--cluster-conf", cluster);
            // Then
            assertThat(begun.code()).as(begun.err()).isZero();
            assertThat(ended.json().getJsonObject("nodes").getInteger("worker")).isEqualTo(3);
            assertThat(listed.lines().get(1))
                    .startsWith("far-1")
                    .contains("done")
                    .contains("3/3");
            assertThat(tried.code()).as(tried.err()).isZero();
            assertThat(failed.code()).isOne();
            assertThat(failed.out()).contains("NOT_FOUND");
            assertThat(shown.code()).isZero();
            assertThat(both.out()).contains("failed, dry run");
            assertThat(node.end()).isZero();
        }
    }
}
