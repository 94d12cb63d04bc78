package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.CreateIndexRequest;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.model.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds an index of images that the registry has; what other repositories have of them is mounted. */
@CommandLine.Command(
        name = "create",
        description = {
            "Builds an index of images of one registry, and tags it.",
            "Platforms are those of the images' configs; of an index all is taken that it lists."
        })
final class IndexCreateCommand extends ToolkitCommand<AssembledImage> {
    @Parameters(index = "0", paramLabel = "TARGET", description = "The index: localhost:15000/team/app:1.0.")
    private String target;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Images of the same registry.")
    private List<String> images;

    @Option(names = "--annotation", paramLabel = "NAME=TEXT", description = "An annotation of the index.")
    private Map<String, String> annotations = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "auto",
            description = "auto (the images' own), docker, oci.")
    private ManifestFormat format;

    IndexCreateCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<AssembledImage> question(Settings settings) {
        ImageName to = AssembledText.target(target, settings);
        List<ImageReference> of = new ArrayList<>();
        images.forEach(image -> of.add(AssembledText.beside(to, image, settings)));
        CreateIndexRequest request = new CreateIndexRequest(
                to.registry(), to.repository(), to.name().tagOrLatest(), of, format, annotations);
        return session -> session.await(session.client().startCreateIndex(request));
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(target, settings).registry();
    }

    @Override
    List<String> text(AssembledImage reply) {
        return AssembledText.lines(reply);
    }
}
