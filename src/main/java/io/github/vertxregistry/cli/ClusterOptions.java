package io.github.vertxregistry.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster a command joins. */
final class ClusterOptions {
    @Option(
            names = "--cluster-conf",
            paramLabel = "FILE",
            description =
                    "Hazelcast's configuration, XML or YAML; without it the nodes of this machine find each other.")
    Path conf;
}
