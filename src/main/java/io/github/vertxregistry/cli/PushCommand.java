package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.config.Compressor;
import io.github.vertxregistry.config.LayerCompression;
import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PushNames;
import io.github.vertxregistry.message.PushOptions;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.message.PushedImage;
import io.github.vertxregistry.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes images of a tar; Ctrl-C stops it, and the registry is left without open uploads. */
@CommandLine.Command(
        name = "push",
        description = {
            "Pushes images of a tar to a registry.",
            "Without IMAGE, repository and tag are the tar's own. An IMAGE without a tag is latest."
        })
final class PushCommand extends ToolkitCommand<PushReply> {
    @Parameters(index = "0", paramLabel = "TAR", description = "A tar of images, or the folder of an OCI layout.")
    private String tar;

    @Parameters(index = "1", arity = "0..1", paramLabel = "IMAGE", description = "Such as localhost:15000/app:1.0.")
    private String target;

    @Option(names = "--repository", paramLabel = "R", description = "The repository; the tar's.")
    private String repository;

    @Option(names = "--tag", paramLabel = "T", description = "The tag; the tar's.")
    private String tag;

    @Option(names = "--prefix", paramLabel = "P", description = "What is put before each repository: mirror.")
    private String prefix;

    @Option(names = "--all-tags", description = "All names of the image.")
    private boolean allTags;

    @Option(names = "--image", paramLabel = "NAME", description = "Which image of the tar, by a name or an id.")
    private String image;

    @Option(names = "--all-images", description = "All images, each under its own names.")
    private boolean allImages;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant]; all.")
    private String platform;

    @Option(names = "--referrers", description = "Also what the layout holds that refers to the image: signatures.")
    private boolean referrers;

    @Option(names = "--familiar-names", description = "docker.io/library/x is x.")
    private boolean familiarNames;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "auto",
            description = "The kind of a manifest that has to be built: auto, docker, oci.")
    private ManifestFormat format;

    @Option(
            names = "--compression",
            paramLabel = "C",
            description = "How plain layers are compressed on their way: keep, gzip, zstd (keep).")
    private LayerCompression compression;

    @Option(
            names = "--compression-level",
            paramLabel = "N",
            description = "How hard: gzip 1 to 9 (1), libdeflate to 12, zstd 1 to 19 (3).")
    private Integer compressionLevel;

    @Option(
            names = "--compressor",
            paramLabel = "C",
            description = "Which program does gzip: jdk, or libdeflate, which takes Java 25 (jdk).")
    private Compressor compressor;

    @Option(names = "--upload", paramLabel = "U", description = "How bytes are sent: auto, stream, chunked.")
    private UploadMode upload;

    @Option(names = "--chunk-size", paramLabel = "BYTES", description = "The length of a chunk (5 MiB).")
    private Integer chunkSize;

    @Option(names = "--concurrency", paramLabel = "N", description = "Blobs at once (4).")
    private Integer concurrency;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    PushCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<PushReply> question(Settings settings) {
        PushRequest request = target == null ? request(null, repository, tag) : requestTo(settings);
        return session -> push(session, request, settings);
    }

    private PushRequest requestTo(Settings settings) {
        if (repository != null || allImages) {
            throw wrong("IMAGE cannot go with --repository or --all-images: it says itself where one image goes")
                    .withHint("leave out IMAGE, and name the registry with --registry");
        }
        ImageName to = ImageName.of(target, settings);
        if (to.name().digest() != null) {
            throw ImageName.wrong(target, "has a digest: an image is pushed under a tag, its digest follows");
        }
        if (to.name().tag() != null && tag != null) {
            throw wrong("IMAGE has a tag, and --tag names one too");
        }
        String typed = to.name().tag() == null ? tag : to.name().tag();
        return request(to.registry(), to.repository(), typed == null && !allTags ? ImageReference.DEFAULT_TAG : typed);
    }

    private static RegistryException wrong(String message) {
        return RegistryException.of(FailureKind.BAD_REQUEST, message);
    }

    private PushRequest request(String toRegistry, String toRepository, String toTag) {
        return new PushRequest(
                toRegistry,
                tar,
                new PushNames(
                        image, allImages, toRepository, toTag, prefix, allTags, familiarNames, platform, referrers),
                new PushOptions(format, compression, compressionLevel, compressor, upload, chunkSize, concurrency));
    }

    private PushReply push(Session session, PushRequest request, Settings settings) {
        PushReply reply;
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            Transfer<PushReply> transfer = session.client().startPush(request).onProgress(shown::show);
            reply = session.await(transfer);
        }
        zstdHint(settings).ifPresent(hint -> invocation().output().note("hint: " + hint));
        PlainLayers.hint(session, settings, reply)
                .ifPresent(hint -> invocation().output().note("hint: " + hint));
        return reply;
    }

    private Optional<String> zstdHint(Settings settings) {
        LayerCompression method =
                compression == null ? settings.config().transfer().compression().method() : compression;
        return method == LayerCompression.ZSTD
                ? Optional.of("zstd layers are read by containerd 1.5, podman, skopeo and Docker 23 or later;"
                        + " Docker 20.10 cannot pull them")
                : Optional.empty();
    }

    @Override
    void show(PushReply reply, Output output) {
        if (!output.isJson()) {
            reply.warnings().forEach(warning -> output.note("warning: " + warning));
        }
        super.show(reply, output);
    }

    @Override
    String named(Settings settings) {
        return target == null ? null : ImageName.of(target, settings).registry();
    }

    @Override
    List<String> text(PushReply reply) {
        return lines(reply);
    }

    static List<String> lines(PushReply reply) {
        List<String> lines = new ArrayList<>();
        for (PushedImage pushed : reply.images()) {
            lines.addAll(new Table()
                    .row("pushed", pushed.reference())
                    .row("digest", pushed.digest() + (pushed.digestKept() ? " (the tar's own manifest)" : ""))
                    .row("blobs", blobs(pushed))
                    .row("referrers", pushed.referrers() == 0 ? null : pushed.referrers() + " written")
                    .rows("not in the tar", pushed.platformsDropped())
                    .lines());
        }
        return lines;
    }

    private static String blobs(PushedImage pushed) {
        return pushed.uploaded() + " uploaded, " + pushed.mounted() + " mounted, " + pushed.skipped()
                + " there already; " + Table.size(pushed.bytes()) + " sent of " + Table.size(pushed.size());
    }
}
