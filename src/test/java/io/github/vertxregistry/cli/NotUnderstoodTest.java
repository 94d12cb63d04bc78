package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NotUnderstoodTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nosuch                                     | BAD_REQUEST  | there is no command 'nosuch'",
                "pussh                                      | BAD_REQUEST  | did you mean push or pull?",
                "push                                       | BAD_REQUEST  | Missing required parameter: 'TAR'",
                "push a.tar --no-such                       | BAD_REQUEST  | Unknown option: '--no-such'",
                "push a.tar b c                             | BAD_REQUEST  | 'c' is one argument too many",
                "push a.tar UPPER/case                      | NAME_INVALID | UPPER/case",
                "push a.tar --tag ,                         | NAME_INVALID | not a tag",
                "push a.tar app:1 --tag 2                   | BAD_REQUEST  | --tag names one too",
                "push a.tar app --all-images                | BAD_REQUEST  | --all-images",
                "push a.tar app --repository x              | BAD_REQUEST  | --repository",
                "push a.tar app:1 --all-tags                | BAD_REQUEST  | --tag cannot go with --all-tags",
                "push a.tar --chunk-size 5                  | BAD_REQUEST  | --chunk-size is 5",
                "push a.tar --concurrency x                 | BAD_REQUEST  | --concurrency",
                "push a.tar --upload somehow                | BAD_REQUEST  | '--upload': 'somehow' is none of auto, stream, chunked",
                "push a.tar --format v1                     | BAD_REQUEST  | '--format': 'v1' is none of auto, docker, oci",
                "push a.tar here:1/a --registry there:1     | BAD_REQUEST  | the registry is given twice",
                "info here:1/a:1 --registry there:1         | BAD_REQUEST  | the registry is given twice",
                "tags http://here:1/a --registry there:1    | BAD_REQUEST  | the registry is given twice",
                "ping here:1 --registry there:1             | BAD_REQUEST  | the registry is given twice",
                "tar                                        | BAD_REQUEST  | tar needs one of",
                "tar chew a.tar                             | BAD_REQUEST  | there is no command 'chew'",
                "tar validate                               | BAD_REQUEST  | 'TAR'",
                "tags                                       | BAD_REQUEST  | 'REPOSITORY'",
                "tags localhost:1/app:1                     | NAME_INVALID | neither tag nor digest",
                "tags http://localhost:1                    | NAME_INVALID | no repository",
                "delete localhost:1/app                     | NAME_INVALID | neither tag nor digest",
                "info app:1 --platform linux                | BAD_REQUEST  | --platform ",
                "info app@sha256:12                         | NAME_INVALID | not a digest",
                "ping ftp://localhost                       | BAD_REQUEST  | the argument is not a registry's address",
                "ping --registry ftp://localhost            | BAD_REQUEST  | --registry is not a registry's address",
                "ping --timeout 0                           | BAD_REQUEST  | --timeout",
                "ping --timeout soon                        | BAD_REQUEST  | --timeout",
                "serve --port 70000                         | BAD_REQUEST  | --port is 70000",
            })
    void endsWithTwoAndSaysWhy(String line, String kind, String words) {
        // Given
        String[] args = line.split(" ", -1);
        // When
        Ran ran = Ran.run(args);
        // Then
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("error: " + kind + ": ").contains(words);
        assertThat(ran.err().lines()).hasSize(2).last().asString().startsWith("hint: ");
    }

    @Test
    void saysSoInJsonToo() {
        // When
        Ran ran = Ran.run("push", "--json", "--no-such");
        // Then
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).isEmpty();
        JsonObject error = ran.json().getJsonObject("error");
        assertThat(error.getString("kind")).isEqualTo("BAD_REQUEST");
        assertThat(error.getString("hint")).contains("vertx-registry push --help");
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTRY_TIMEOUT, soon",
        "REGISTRY_TIMEOUT, -1",
        "REGISTRY_DEBUG, perhaps",
        "REGISTRY_URL, not a host",
    })
    void namesTheVariableOrValueThatIsWrong(String name, String value) {
        // When
        Ran ran = Ran.run(Map.of(name, value), "ping");
        // Then
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("error: BAD_REQUEST: " + name + " is ").contains(value);
    }

    @Test
    void namesTheKeyOfTheConfigurationThatIsWrong(@TempDir Path folder) throws IOException {
        // Given
        Path unknown = Files.writeString(folder.resolve("unknown.json"), "{\"http\": {\"timeout\": 5}}");
        Path noJson = Files.writeString(folder.resolve("no.json"), "{");
        // When
        Ran unknownKey = Ran.run("ping", "--conf", unknown.toString());
        Ran notJson = Ran.run("ping", "--conf", noJson.toString());
        Ran missing = Ran.run("ping", "--conf", folder.resolve("missing.json").toString());
        // Then
        assertThat(unknownKey.code()).isEqualTo(2);
        assertThat(unknownKey.err()).contains(unknown.toString()).contains("'http.timeout' is not known");
        assertThat(notJson.code()).isEqualTo(2);
        assertThat(notJson.err()).contains("is not a JSON object");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("missing.json");
    }

    @Test
    void explainsEveryOptionAndArgument() {
        // When
        List<String> unexplained = new ArrayList<>();
        gatherUnexplained(commandLine(), unexplained);
        // Then
        assertThat(unexplained).isEmpty();
    }

    private static CommandLine commandLine() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return RootCommand.commandLine(
                new Invocation(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), false, new CommonOptions()));
    }

    private static void gatherUnexplained(CommandLine command, List<String> unexplained) {
        command.getCommandSpec().args().stream()
                .filter(arg -> arg.description().length == 0 || arg.description()[0].isBlank())
                .forEach(arg -> unexplained.add(command.getCommandName() + " " + arg.paramLabel()));
        command.getSubcommands().values().forEach(sub -> gatherUnexplained(sub, unexplained));
    }

    @Test
    void helpsAndTellsItsVersion() {
        // When
        Ran help = Ran.run("--help");
        Ran push = Ran.run("push", "--help");
        Ran version = Ran.run("--version");
        // Then
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("demo", "ping", "repos", "tags", "manifest", "info", "push", "delete", "serve");
        assertThat(push.out()).contains("--all-tags", "--chunk-size", "--timeout", "--json");
        assertThat(version.out()).startsWith("vertx-registry ");
    }
}
