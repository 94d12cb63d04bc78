package io.github.vertxregistry.cli;

import io.github.vertxregistry.testkit.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code conf/cluster.xml} under a name and at a port of its own, so that two tests never meet. */
final class ClusterConf {
    private static final int MOST_NODES = 10;

    private ClusterConf() {}

    static Path write(Path folder) throws IOException {
        int port = Server.freePort();
        // Each looks for all others: one that comes back finds those that stayed.
        String members = IntStream.range(port, port + MOST_NODES)
                .mapToObj(each -> "<member>127.0.0.1:" + each + "</member>")
                .collect(Collectors.joining());
        String text = Files.readString(Path.of("conf/cluster.xml"))
                .replace("<cluster-name>vertx-registry<", "<cluster-name>test-" + UUID.randomUUID() + "<")
                .replace(">5701<", ">" + port + "<")
                .replaceFirst("<member>127.0.0.1</member>", members);
        return Files.writeString(folder.resolve("cluster.xml"), text);
    }
}
