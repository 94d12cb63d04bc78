package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.message.ImageInfoRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what an image in a registry is made of and how it is run. */
@CommandLine.Command(name = "info", description = "Tells what an image is made of and how it is run.")
final class InfoCommand extends ToolkitCommand<ImageInfo> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index, the image for os/arch[/variant].")
    private String platform;

    InfoCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ImageInfo> question(Settings settings) {
        ImageName asked = ImageName.of(image, settings);
        ImageInfoRequest request =
                new ImageInfoRequest(asked.registry(), asked.repository(), asked.reference(), platform);
        return session -> session.await(session.client().imageInfo(request));
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(ImageInfo reply) {
        return ImageText.of(reply);
    }
}
