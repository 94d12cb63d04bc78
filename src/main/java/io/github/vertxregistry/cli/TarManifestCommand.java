package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.TarManifestReply;
import io.github.vertxregistry.message.TarRequest;
import io.github.vertxregistry.model.SavedImage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Shows the entries of a tar's manifest.json. */
@CommandLine.Command(name = "manifest", description = "Shows the entries of a tar's manifest.json.")
final class TarManifestCommand extends ToolkitCommand<TarManifestReply> {
    @Parameters(index = "0", paramLabel = "TAR", description = "A tar of images, or the folder of an OCI layout.")
    private String tar;

    TarManifestCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<TarManifestReply> question(Settings settings) {
        TarRequest request = new TarRequest(tar);
        return session -> new TarManifestReply(session.await(session.client().tarManifest(request.tar())));
    }

    @Override
    List<String> text(TarManifestReply reply) {
        List<String> lines = new ArrayList<>();
        for (SavedImage image : reply.images()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(new Table()
                    .rows("tags", image.repoTags())
                    .row("config", image.config())
                    .rows("layers", image.layers())
                    .lines());
        }
        return lines;
    }
}
