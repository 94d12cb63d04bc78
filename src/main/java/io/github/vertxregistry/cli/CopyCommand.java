package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies an image from one registry to another, or within one; what the target has is not sent. */
@CommandLine.Command(
        name = "copy",
        description = {
            "Copies an image from one registry to another, or within one, byte for byte.",
            "A TARGET without a tag has the tag of IMAGE."
        })
final class CopyCommand extends ToolkitCommand<CopiedImage> {
    private static final String ALL = "all";

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as registry.example.org/team/app:1.0.")
    private String image;

    @Parameters(index = "1", paramLabel = "TARGET", description = "Such as localhost:15000/team/app.")
    private String target;

    @Option(
            names = "--platform",
            paramLabel = "P",
            split = ",",
            description = "Of an index the images for os/arch[/variant] alone; all.")
    private List<String> platforms;

    @Option(names = "--referrers", description = "Also what refers to it: signatures, attestations, artifacts.")
    private boolean referrers;

    @Option(names = "--concurrency", paramLabel = "N", description = "Blobs at once (4).")
    private Integer concurrency;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    CopyCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<CopiedImage> question(Settings settings) {
        ImageName from = ImageName.ofAny(image, settings);
        ImageName to = ImageName.ofAny(target, settings);
        // Its own: the target's registry is the default one from here on, since that is who typed credentials are for.
        String source = from.registry() == null ? settings.config().registries().byDefault() : from.registry();
        CopyRequest request = new CopyRequest(
                new ImagePlace(source, from.repository(), from.reference()),
                new ImagePlace(to.registry(), to.repository(), written(to)),
                platforms == null || platforms.contains(ALL) ? null : platforms,
                referrers,
                concurrency);
        return session -> copy(session, request);
    }

    private static String written(ImageName to) {
        boolean isNamed = to.name().tag() != null || to.name().digest() != null;
        return isNamed ? to.reference() : null;
    }

    @Override
    String named(Settings settings) {
        return ImageName.ofAny(target, settings).registry();
    }

    private CopiedImage copy(Session session, CopyRequest request) {
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            Transfer<CopiedImage> transfer = session.client().startCopy(request).onProgress(shown::show);
            return session.await(transfer);
        }
    }

    @Override
    void show(CopiedImage reply, Output output) {
        if (!output.isJson()) {
            reply.warnings().forEach(warning -> output.note("warning: " + warning));
        }
        super.show(reply, output);
    }

    @Override
    List<String> text(CopiedImage reply) {
        boolean unchanged = reply.manifests() == 0;
        return new Table()
                .row(unchanged ? "there already" : "copied", reply.reference())
                .row("digest", reply.digest().toString())
                .row("manifests", unchanged ? null : manifests(reply))
                .row("blobs", unchanged ? null : blobs(reply))
                .lines();
    }

    private static String manifests(CopiedImage reply) {
        return reply.manifests() + " written"
                + (reply.referrers() == 0 ? "" : ", " + reply.referrers() + " of them refer to the image");
    }

    private static String blobs(CopiedImage reply) {
        return reply.copied() + " copied, " + reply.mounted() + " mounted, " + reply.skipped() + " there already; "
                + Table.size(reply.bytes()) + " sent";
    }
}
