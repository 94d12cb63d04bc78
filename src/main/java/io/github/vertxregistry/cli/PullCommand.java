package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.message.ForeignLayers;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullOptions;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PulledImage;
import io.github.vertxregistry.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pulls images to a tar or a folder; what Ctrl-C or a cut leaves behind is gone on with by the same command. */
@CommandLine.Command(
        name = "pull",
        description = {
            "Pulls images of one registry to a tar that docker, podman and skopeo load, or to an OCI layout.",
            "A pull that was broken off goes on from what is there, when it is run again."
        })
final class PullCommand extends ToolkitCommand<PullReply> {
    @Parameters(
            index = "0..*",
            arity = "2..*",
            paramLabel = "IMAGE... TAR",
            description = "Such as localhost:15000/team/app:1.0 app.tar; a TAR that ends with / is a folder.")
    private List<String> names;

    @Option(names = "--format", paramLabel = "F", defaultValue = "docker", description = "docker, oci, oci-folder.")
    private PullFormat format;

    @Option(
            names = "--layers",
            paramLabel = "L",
            defaultValue = "keep",
            description = "keep (the registry's bytes), plain (decompressed).")
    private LayerForm layers;

    @Option(names = "--platform", paramLabel = "P", description = "os/arch[/variant], local, all (local).")
    private String platform;

    @Option(names = "--referrers", description = "What refers to the images, too, into an OCI layout.")
    private boolean referrers;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Option(
            names = "--foreign",
            paramLabel = "W",
            defaultValue = "skip",
            description = "Foreign layers that the registry lacks: skip, refuse, fetch.")
    private ForeignLayers foreign;

    @Option(names = "--concurrency", paramLabel = "N", description = "Blobs, or parts of them, at once (4).")
    private Integer concurrency;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    PullCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<PullReply> question(Settings settings) {
        ImageName first = ImageName.of(names.get(0), settings);
        List<ImageReference> images = new ArrayList<>();
        names.subList(0, names.size() - 1).forEach(each -> images.add(AssembledText.beside(first, each, settings)));
        String tar = names.get(names.size() - 1);
        boolean folder = tar.endsWith("/") && format == PullFormat.OCI;
        PullOptions options = new PullOptions(
                folder ? PullFormat.OCI_FOLDER : format, layers, platform, referrers, force, foreign, concurrency);
        PullRequest request = new PullRequest(first.registry(), images, tar, options);
        return session -> pull(session, request);
    }

    private PullReply pull(Session session, PullRequest request) {
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            Transfer<PullReply> transfer = session.client().startPull(request).onProgress(shown::show);
            return session.await(transfer);
        }
    }

    @Override
    void show(PullReply reply, Output output) {
        if (!output.isJson()) {
            reply.warnings().forEach(warning -> output.note("warning: " + warning));
        }
        super.show(reply, output);
    }

    @Override
    String named(Settings settings) {
        return ImageName.of(names.get(0), settings).registry();
    }

    @Override
    List<String> text(PullReply reply) {
        return lines(reply);
    }

    static List<String> lines(PullReply reply) {
        Table table = new Table();
        for (PulledImage image : reply.images()) {
            table.row("pulled", image.reference()).row("digest", image.digest().toString());
            if (image.platform() != null) {
                table.row("platform", image.platform());
            }
        }
        String resumed = reply.resumed() == 0 ? "" : ", " + Table.size(reply.resumed()) + " were there";
        return table.row("to", reply.tar() + ", " + Table.size(reply.size()))
                .row("blobs", reply.blobs() + "; " + Table.size(reply.bytes()) + " fetched" + resumed)
                .lines();
    }
}
