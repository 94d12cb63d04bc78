package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.PullArtifactRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the files of an artifact to a folder, as {@code oras pull} does. */
@CommandLine.Command(name = "pull", description = "Writes the files of an artifact to a folder.")
final class ArtifactPullCommand extends ToolkitCommand<ArtifactReply> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "With a tag or a @digest.")
    private String image;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = "A folder that is there; this one.")
    private String folder = ".";

    @Option(names = "--force", description = "Replace files that are there and are others.")
    private boolean force;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    ArtifactPullCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ArtifactReply> question(Settings settings) {
        ImageName from = ImageName.of(image, settings);
        PullArtifactRequest request =
                new PullArtifactRequest(from.registry(), from.repository(), from.reference(), folder, force);
        return session -> pull(session, request);
    }

    private ArtifactReply pull(Session session, PullArtifactRequest request) {
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            Transfer<ArtifactReply> transfer =
                    session.client().startPullArtifact(request).onProgress(shown::show);
            return session.await(transfer);
        }
    }

    @Override
    void show(ArtifactReply reply, Output output) {
        ArtifactCommand.warn(reply, output);
        super.show(reply, output);
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(image, settings).registry();
    }

    @Override
    List<String> text(ArtifactReply reply) {
        return ArtifactCommand.lines("pulled", reply);
    }
}
