package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.RebaseImageRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an image on another base of one that the registry has; no layer is read. */
@CommandLine.Command(
        name = "rebase",
        description = {
            "Makes a new image in which the layers of one base stand in the place of another's.",
            "No layer is read or sent. Of an index each image is rebased."
        })
final class RebaseCommand extends ToolkitCommand<AssembledImage> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1", paramLabel = "TARGET", description = "What is written, in the same registry.")
    private String target;

    @Option(names = "--old-base", required = true, paramLabel = "IMAGE", description = "What it was built on.")
    private String oldBase;

    @Option(names = "--new-base", required = true, paramLabel = "IMAGE", description = "What takes its place.")
    private String newBase;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant] alone.")
    private String platform;

    RebaseCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<AssembledImage> question(Settings settings) {
        ImageName from = ImageName.of(image, settings);
        RebaseImageRequest request = new RebaseImageRequest(
                from.registry(),
                from.repository(),
                from.reference(),
                platform,
                AssembledText.beside(from, target, settings),
                AssembledText.beside(from, oldBase, settings),
                AssembledText.beside(from, newBase, settings));
        return session -> session.await(session.client().startRebaseImage(request));
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
