package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.TarRequest;
import io.github.vertxregistry.message.TarTagsReply;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lists all names in a tar, one in a line, the primary one first. */
@CommandLine.Command(name = "tags", description = "Lists the names of a tar's images, the primary one first.")
final class TarTagsCommand extends ToolkitCommand<TarTagsReply> {
    @Parameters(index = "0", paramLabel = "TAR", description = "A tar of images, or the folder of an OCI layout.")
    private String tar;

    TarTagsCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<TarTagsReply> question(Settings settings) {
        TarRequest request = new TarRequest(tar);
        return session -> session.await(session.client().tarTags(request.tar()));
    }

    @Override
    List<String> text(TarTagsReply reply) {
        return reply.tags();
    }
}
