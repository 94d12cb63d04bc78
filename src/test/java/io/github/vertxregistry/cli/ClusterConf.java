package io.github.vertxregistry.cli;

import io.github.vertxregistry.testkit.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** {@code conf/cluster.xml} under a name and at a port of its own, so that two tests never meet. */
final class ClusterConf {
    private ClusterConf() {}

    static Path write(Path folder) throws IOException {
        String port = "" + Server.freePort();
        String text = Files.readString(Path.of("conf/cluster.xml"))
                .replace("<cluster-name>vertx-registry<", "<cluster-name>test-" + UUID.randomUUID() + "<")
                .replace(">5701<", ">" + port + "<")
                .replaceFirst("<member>127.0.0.1<", "<member>127.0.0.1:" + port + "<");
        return Files.writeString(folder.resolve("cluster.xml"), text);
    }
}
