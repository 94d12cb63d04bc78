package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.TarImageRequest;
import io.github.vertxregistry.message.TarInspectReply;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes the images of a tar. */
@CommandLine.Command(name = "inspect", description = "Describes the images of a tar.")
final class TarInspectCommand extends ToolkitCommand<TarInspectReply> {
    @Parameters(index = "0", paramLabel = "TAR", description = "A tar of images, or the folder of an OCI layout.")
    private String tar;

    @Option(names = "--image", paramLabel = "NAME", description = "One image, by a name or an id; all of them.")
    private String image;

    TarInspectCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<TarInspectReply> question(Settings settings) {
        TarImageRequest request = new TarImageRequest(tar, image);
        return session -> new TarInspectReply(session.await(session.client().inspectTar(request)));
    }

    @Override
    List<String> text(TarInspectReply reply) {
        return ImageText.of(reply.images());
    }
}
