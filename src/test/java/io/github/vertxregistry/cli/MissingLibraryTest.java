package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command says where an optional library is missing. */
class MissingLibraryTest {
    @ParameterizedTest
    @CsvSource({
        "hazelcast, node --cluster, io.vertx:vertx-hazelcast",
        "hazelcast, nodes, io.vertx:vertx-hazelcast",
        "picocli, nodes, info.picocli:picocli",
    })
    void isNamedWithItsArtifact(String library, String words, String artifact) throws Exception {
        // Given
        List<String> command = new ArrayList<>(NodeProcess.java(Main.class, words.split(" ")));
        command.set(
                command.indexOf("-cp") + 1,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(path -> !new File(path).getName().contains(library))
                        .collect(Collectors.joining(File.pathSeparator)));
        // When
        Process process = new ProcessBuilder(command).start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(err.lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("error: UNSUPPORTED: ")
                .endsWith("takes a library that cannot be loaded");
        assertThat(err).contains(artifact);
        assertThat(process.waitFor()).isEqualTo(1);
    }
}
