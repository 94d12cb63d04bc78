package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageChanges;
import io.github.vertxregistry.message.TextChanges;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what becomes of an image's config and annotations. */
final class ChangeOptions {
    @Option(names = "--env", paramLabel = "NAME=TEXT", description = "An environment variable.")
    private Map<String, String> env = new LinkedHashMap<>();

    @Option(names = "--unset-env", paramLabel = "NAME", description = "A variable that goes.")
    private List<String> unsetEnv = new ArrayList<>();

    @Option(names = "--label", paramLabel = "NAME=TEXT", description = "A label.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--unset-label", paramLabel = "NAME", description = "A label that goes.")
    private List<String> unsetLabels = new ArrayList<>();

    @Option(names = "--annotation", paramLabel = "NAME=TEXT", description = "An annotation; OCI manifests have some.")
    private Map<String, String> annotations = new LinkedHashMap<>();

    @Option(names = "--unset-annotation", paramLabel = "NAME", description = "An annotation that goes.")
    private List<String> unsetAnnotations = new ArrayList<>();

    @Option(
            names = "--entrypoint",
            paramLabel = "WORDS",
            description = "A word, or a JSON list of words; '' for none. Without --cmd the command goes.")
    private String entrypoint;

    @Option(names = "--cmd", paramLabel = "WORDS", description = "The command, in the same way.")
    private String cmd;

    @Option(names = "--user", paramLabel = "USER[:GROUP]", description = "Who the container runs as; '' for none.")
    private String user;

    @Option(names = "--workdir", paramLabel = "FOLDER", description = "The working directory; '' for none.")
    private String workdir;

    @Option(names = "--expose", paramLabel = "PORT", description = "A port to add: 8080, 53/udp.")
    private List<String> ports = new ArrayList<>();

    @Option(names = "--created", paramLabel = "TIME", description = "2026-01-02T03:04:05Z.")
    private String created;

    @Option(names = "--author", paramLabel = "TEXT", description = "Who made it; '' for nobody.")
    private String author;

    ImageChanges changes() {
        return new ImageChanges(
                new TextChanges(env, unsetEnv),
                new TextChanges(labels, unsetLabels),
                new TextChanges(annotations, unsetAnnotations),
                words("--entrypoint", entrypoint),
                words("--cmd", cmd),
                user,
                workdir,
                ports,
                created,
                author);
    }

    private static List<String> words(String option, String text) {
        if (text == null || text.isEmpty()) {
            return text == null ? null : List.of();
        }
        if (!text.startsWith("[")) {
            return List.of(text);
        }
        try {
            List<String> words = new ArrayList<>();
            new JsonArray(text).forEach(word -> words.add((String) word));
            return words;
        } catch (DecodeException | ClassCastException e) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, option + " is no JSON list of words: " + text)
                    .withHint("write it as [\"/bin/app\", \"--verbose\"]")
                    .withCause(e);
        }
    }
}
