package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.DiffImagesRequest;
import io.github.vertxregistry.message.ImageDifference;
import io.github.vertxregistry.message.ImageDifference.ChangedFile;
import io.github.vertxregistry.message.ImageDifference.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two images, of registries or of files. */
@CommandLine.Command(
        name = "diff",
        description = {
            "Compares two images: their configs, layers and files (A added, C changed, R removed).",
            "IMAGE may be docker-archive:FILE, oci-archive:FILE, oci:FOLDER, each with :NAME where there are several."
        })
final class DiffCommand extends ToolkitCommand<ImageDifference> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String before;

    @Parameters(index = "1", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.1.")
    private String after;

    @Option(names = "--times", description = "A file is changed by another time alone.")
    private boolean times;

    @Option(names = "--platform", paramLabel = "P", description = "Of indexes the images for os/arch[/variant].")
    private String platform;

    DiffCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ImageDifference> question(Settings settings) {
        SourceName one = SourceName.of(before, platform, settings);
        SourceName other = SourceName.of(after, platform, settings);
        return session -> {
            // A reply is bounded, a file is not.
            try (TemporaryFile whole = new TemporaryFile()) {
                DiffImagesRequest request = new DiffImagesRequest(
                        one.source(), other.source(), times, null, whole.path().toString(), false);
                ImageDifference reply = session.await(session.client().startDiffImages(request));
                return new ImageDifference(
                        reply.before(),
                        reply.after(),
                        reply.config(),
                        reply.commonLayers(),
                        reply.layersBefore(),
                        reply.layersAfter(),
                        whole.documents(ChangedFile.class),
                        reply.added(),
                        reply.changed(),
                        reply.removed());
            }
        };
    }

    @Override
    String named(Settings settings) {
        String first = SourceName.of(before, platform, settings).registry();
        return first != null ? first : SourceName.of(after, platform, settings).registry();
    }

    @Override
    List<String> text(ImageDifference reply) {
        List<String> lines = new ArrayList<>();
        for (Field field : reply.config()) {
            lines.add(field.name() + ": " + shown(field.before()) + " -> " + shown(field.after()));
        }
        lines.add("layers: " + reply.commonLayers() + " the same, "
                + reply.layersBefore().size() + " and " + reply.layersAfter().size() + " not");
        reply.layersBefore().forEach(layer -> lines.add("- " + layer));
        reply.layersAfter().forEach(layer -> lines.add("+ " + layer));
        lines.add(
                "files: " + reply.added() + " added, " + reply.changed() + " changed, " + reply.removed() + " removed");
        for (ChangedFile file : reply.files()) {
            String what = file.what().isEmpty() ? "" : "  (" + String.join(", ", file.what()) + ")";
            lines.add(file.change().substring(0, 1).toUpperCase(Locale.ROOT) + " /" + file.path() + what);
        }
        return lines;
    }

    private static String shown(String value) {
        return value == null ? "none" : value;
    }
}
