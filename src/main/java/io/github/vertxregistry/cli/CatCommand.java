package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ReadFileReply;
import io.github.vertxregistry.message.ReadFileRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the bytes of a file of an image to standard output, when they are all there. */
@CommandLine.Command(
        name = "cat",
        description = {
            "Writes the bytes of a file of an image to standard output; links are followed.",
            "No more of the layers is read than it takes. IMAGE may be in a file: docker-archive:FILE, oci:FOLDER."
        })
final class CatCommand extends ToolkitCommand<ReadFileReply> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /etc/os-release.")
    private String path;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant].")
    private String platform;

    CatCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ReadFileReply> question(Settings settings) {
        SourceName from = SourceName.of(image, platform, settings);
        if (invocation().output().isJson()) {
            ReadFileRequest request = ReadFileRequest.of(from.source(), path);
            return session -> session.await(session.client().startReadFile(request));
        }
        return session -> {
            try (TemporaryFile whole = new TemporaryFile()) {
                ReadFileRequest request =
                        new ReadFileRequest(from.source(), path, whole.path().toString(), false);
                ReadFileReply reply = session.await(session.client().startReadFile(request));
                invocation().output().copy(whole.path());
                return reply;
            }
        };
    }

    @Override
    String named(Settings settings) {
        return SourceName.of(image, platform, settings).registry();
    }

    @Override
    List<String> text(ReadFileReply reply) {
        // It has been written.
        return List.of();
    }
}
