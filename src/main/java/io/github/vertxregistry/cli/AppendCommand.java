package io.github.vertxregistry.cli;

import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.message.AppendImageRequest;
import io.github.vertxregistry.message.AssembledImage;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an image with more layers on top of one that the registry has. */
@CommandLine.Command(
        name = "append",
        description = {
            "Makes a new image with more layers on top: tars, or folders, which become the same bytes each time.",
            "What the image has already is neither read nor sent."
        })
final class AppendCommand extends ToolkitCommand<AssembledImage> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1", paramLabel = "TARGET", description = "What is written, in the same registry.")
    private String target;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "LAYER", description = "A tar or a folder, lowest first.")
    private List<String> layers;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant] alone.")
    private String platform;

    @Option(
            names = "--into",
            paramLabel = "PATH",
            description = "The folder of the image that folders are put into (/).")
    private String into;

    @Option(names = "--keep-owner", description = "Files of folders keep their owners' numbers, and are not root's.")
    private boolean keepOwner;

    @Option(
            names = "--compression",
            paramLabel = "C",
            description = "What plain layers become: keep, gzip, zstd (keep).")
    private LayerCompression compression;

    @Option(names = "--created-by", paramLabel = "TEXT", description = "What the history says.")
    private String createdBy;

    AppendCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<AssembledImage> question(Settings settings) {
        ImageName from = ImageName.of(image, settings);
        AppendImageRequest request = new AppendImageRequest(
                from.registry(),
                from.repository(),
                from.reference(),
                platform,
                AssembledText.beside(from, target, settings),
                layers,
                into,
                keepOwner,
                compression,
                createdBy);
        return session -> session.await(session.client().startAppendImage(request));
    }

    @Override
    void show(AssembledImage reply, Output output) {
        AssembledText.warn(reply, output);
        super.show(reply, output);
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(AssembledImage reply) {
        return AssembledText.lines(reply);
    }
}
