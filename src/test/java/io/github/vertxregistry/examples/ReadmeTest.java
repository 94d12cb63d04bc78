package io.github.vertxregistry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is compiled as it stands, and it tells of every key. */
class ReadmeTest {
    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    /** What a reader is taken to have at hand. */
    private static final String BEFORE = """
            import io.github.vertxregistry.client.*;
            import io.github.vertxregistry.config.*;
            import io.github.vertxregistry.embedded.*;
            import io.github.vertxregistry.error.*;
            import io.github.vertxregistry.message.*;
            import io.github.vertxregistry.model.*;
            import io.github.vertxregistry.verticle.*;
            import io.vertx.core.*;
            import io.vertx.core.json.*;
            import java.util.*;
            class Sample%d {
              org.slf4j.Logger log;
              Vertx vertx;
              RegistryClient client;
              void run() {
                %s
              }
            }
            """;

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(int number, String sample) {
            super(URI.create("string:///Sample" + number + ".java"), Kind.SOURCE);
            this.text = BEFORE.formatted(number, sample);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    @Test
    void everyJavaSampleCompiles(@TempDir Path folder) throws IOException {
        // Given
        List<JavaFileObject> sources = new ArrayList<>();
        for (String sample : samples()) {
            sources.add(new Source(sources.size(), sample));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
        // When
        boolean compiled =
                compiler.getTask(said, null, null, options, null, sources).call();
        // Then
        assertThat(sources).hasSizeGreaterThanOrEqualTo(5);
        assertThat(compiled).as(said.toString()).isTrue();
    }

    @Test
    void everyKeyOfTheConfigurationStandsInItsTable() throws IOException {
        // Given
        List<String> keys = new ArrayList<>();
        collect("", new JsonObject(Files.readString(Path.of("conf/registry.json"))), keys);
        String table = Files.readString(Path.of("README.md"));
        // When
        List<String> missing = keys.stream().filter(key -> !tells(table, key)).toList();
        // Then
        assertThat(keys).contains("cluster.size", "paths.shared", "http.retry.tries");
        assertThat(missing).isEmpty();
    }

    private static void collect(String before, JsonObject section, List<String> keys) {
        for (String name : section.fieldNames()) {
            boolean byId = name.equals("known");
            if (section.getValue(name) instanceof JsonObject inner && !inner.isEmpty() && !byId) {
                collect(before + name + ".", inner, keys);
            } else {
                keys.add(before + name);
            }
        }
    }

    /** A row has the whole key, or its last name behind another key of the same section. */
    private static boolean tells(String table, String key) {
        int dot = key.lastIndexOf('.') + 1;
        String sibling = "(?m)^\\| `" + Pattern.quote(key.substring(0, dot)) + "[^|]*`"
                + Pattern.quote(key.substring(dot)) + "`";
        return table.contains("\n| `" + key + "`")
                || Pattern.compile(sibling).matcher(table).find();
    }

    private static List<String> samples() throws IOException {
        return SAMPLE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - "```".length()))
                .toList();
    }
}
