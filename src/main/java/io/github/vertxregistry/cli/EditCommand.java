package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.AssembledImage;
import io.github.vertxregistry.message.EditImageRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an image with another config or other annotations of one that the registry has; its layers stay where they are. */
@CommandLine.Command(
        name = "edit",
        description = {
            "Makes a new image with another config or other annotations.",
            "No layer is read or sent. Of an index each image is changed."
        })
final class EditCommand extends ToolkitCommand<AssembledImage> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1", paramLabel = "TARGET", description = "What is written, in the same registry.")
    private String target;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant] alone.")
    private String platform;

    @Mixin
    private ChangeOptions options = new ChangeOptions();

    EditCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<AssembledImage> question(Settings settings) {
        ImageName from = ImageName.of(image, settings);
        EditImageRequest request = new EditImageRequest(
                from.registry(),
                from.repository(),
                from.reference(),
                platform,
                AssembledText.beside(from, target, settings),
                options.changes());
        return session -> session.await(session.client().startEditImage(request));
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
