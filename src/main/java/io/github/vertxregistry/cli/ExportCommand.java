package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.message.ExportRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an image's root file system as a tar, to a file or to standard output. */
@CommandLine.Command(
        name = "export",
        description = {
            "Writes the root file system of an image, as a container of it sees it, as one tar.",
            "IMAGE may be docker-archive:FILE, oci-archive:FILE, oci:FOLDER, each with :NAME where there are several."
        })
final class ExportCommand extends ToolkitCommand<ExportReply> {
    private static final String STANDARD_OUTPUT = "-";

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1", paramLabel = "FILE", description = "The tar that is written; - for standard output.")
    private String file;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant].")
    private String platform;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    ExportCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ExportReply> question(Settings settings) {
        SourceName from = SourceName.of(image, platform, settings);
        if (!file.equals(STANDARD_OUTPUT)) {
            ExportRequest request = new ExportRequest(from.source(), file, force);
            return session -> export(session, request);
        }
        return session -> {
            try (TemporaryFile whole = new TemporaryFile()) {
                ExportRequest request =
                        new ExportRequest(from.source(), whole.path().toString(), false);
                ExportReply reply = export(session, request);
                invocation().output().copy(whole.path());
                return reply;
            }
        };
    }

    private ExportReply export(Session session, ExportRequest request) {
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            return session.await(session.client().startExport(request).onProgress(shown::show));
        }
    }

    @Override
    void show(ExportReply reply, Output output) {
        if (!file.equals(STANDARD_OUTPUT)) {
            super.show(reply, output);
        }
    }

    @Override
    String named(Settings settings) {
        return SourceName.of(image, platform, settings).registry();
    }

    @Override
    List<String> text(ExportReply reply) {
        return new Table()
                .row("exported", reply.file())
                .row("image", reply.digest().toString())
                .row("entries", reply.entries() + "; " + Table.size(reply.bytes()))
                .lines();
    }
}
