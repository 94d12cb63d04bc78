package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClusterCommandsTest {
    @TempDir
    private Path folder;

    private String conf;

    @BeforeEach
    void configure() throws IOException {
        conf = ClusterConf.write(folder).toString();
    }

    @Test
    void aNodeJoinsAClusterAndIsListedUntilItIsToldToEnd() throws Exception {
        // Given
        try (Running node = new Running("node", "--cluster", "--cluster-conf", conf, "--json")) {
            String nodeId = new JsonObject(node.line()).getString("nodeId");
            // When
            Ran nodes = Ran.run("nodes", "--cluster-conf", conf, "--json");
            // Then
            assertThat(nodes.code()).as(nodes.err()).isZero();
            assertThat(new JsonObject(nodes.out()).getJsonArray("nodes"))
                    .hasSize(1)
                    .first()
                    .satisfies(first ->
                            assertThat(((JsonObject) first).getString("nodeId")).isEqualTo(nodeId));
            assertThat(node.end()).isZero();
        }
    }

    @Test
    void saysThatNoNodeIsThere() {
        // When
        Ran nodes = Ran.run("nodes", "--cluster-conf", conf);
        // Then
        assertThat(nodes.code()).isOne();
        assertThat(nodes.err()).startsWith("error: NOT_DEPLOYED: no node of the cluster was found");
    }

    @Test
    void saysThatTheConfigurationIsNone() throws IOException {
        // Given
        Path wrong = Files.writeString(folder.resolve("wrong.xml"), "<hazelcast");
        // When
        Ran node = Ran.run("node", "--cluster", "--cluster-conf", wrong.toString());
        // Then
        assertThat(node.code()).isOne();
        assertThat(node.err()).startsWith("error: BAD_REQUEST: --cluster-conf " + wrong);
    }

    @Test
    void aClustersConfigurationTakesACluster() {
        // When
        Ran node = Ran.run("node", "--cluster-conf", conf);
        // Then
        assertThat(node.code()).isEqualTo(2);
        assertThat(node.err()).contains("takes --cluster");
    }
}
