package io.github.vertxregistry.examples;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What the README shows is compiled as it stands. */
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

    private static List<String> samples() throws IOException {
        return SAMPLE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - "```".length()))
                .toList();
    }
}
