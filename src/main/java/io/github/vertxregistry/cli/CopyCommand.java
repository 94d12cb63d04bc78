package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.message.PullOptions;
import io.github.vertxregistry.message.PullReply;
import io.github.vertxregistry.message.PullRequest;
import io.github.vertxregistry.message.PushReply;
import io.github.vertxregistry.message.PushRequest;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies an image from one registry to another, or within one; from a file, which is a push, or to one, which is a pull. */
@CommandLine.Command(
        name = "copy",
        description = {
            "Copies an image from one registry to another, or within one, byte for byte.",
            "One of the two may be a file: docker-archive:FILE, oci-archive:FILE, oci:FOLDER.",
            "A TARGET without a tag has the tag of IMAGE."
        })
final class CopyCommand extends ToolkitCommand<CopyCommand.Done> {
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

    /** What was done: the reply as it is, its lines, and what a person should know. */
    record Done(Object document, List<String> lines, List<String> warnings) {}

    CopyCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<Done> question(Settings settings) {
        boolean fromFile = SourceName.isFile(image);
        Optional<LocalImage> to = LocalImage.of(target);
        if (fromFile && to.isPresent()) {
            throw wrong("both are files: one of the two is in a registry");
        }
        if (fromFile) {
            PushRequest request = push(settings);
            return session -> pushed(ask(session.client().startPush(request), session));
        }
        if (to.isPresent()) {
            PullRequest request = pull(to.get(), settings);
            return session -> pulled(ask(session.client().startPull(request), session));
        }
        CopyRequest request = copy(settings);
        return session -> copied(ask(session.client().startCopy(request), session));
    }

    private static RegistryException wrong(String message) {
        return RegistryException.of(FailureKind.BAD_REQUEST, message);
    }

    private PushRequest push(Settings settings) {
        ImageName to = AssembledText.target(target, settings);
        ImageSource from = SourceName.of(image, null, settings).source();
        PushRequest request = PushRequest.of(from.tar())
                .withImage(from.image())
                .to(to.registry())
                .as(to.repository(), to.name().tag())
                .withPlatform(onePlatform("source"));
        request = referrers ? request.withReferrers() : request;
        return concurrency == null ? request : request.withConcurrency(concurrency);
    }

    /** Returns the platform that is chosen, or null for all. */
    private String onePlatform(String side) {
        if (platforms != null && platforms.size() > 1) {
            throw wrong("--platform takes one platform, or all, where the " + side + " is a file");
        }
        return platforms == null || platforms.contains(ALL) ? null : platforms.get(0);
    }

    private PullRequest pull(LocalImage to, Settings settings) {
        String one = onePlatform("target");
        ImageName from = ImageName.of(image, settings);
        // A tar that docker loads has one platform; a layout has all, as a copy has.
        String byDefault = to.format() == PullFormat.DOCKER ? null : ALL;
        String platform = platforms == null ? byDefault : one == null ? ALL : one;
        PullOptions options = new PullOptions(to.format(), null, platform, referrers, false, null, concurrency);
        return new PullRequest(from.registry(), List.of(from.name()), to.path(), options);
    }

    private CopyRequest copy(Settings settings) {
        ImageName from = ImageName.ofAny(image, settings);
        ImageName to = ImageName.ofAny(target, settings);
        // Its own: the target's registry is the default one from here on, since that is who typed credentials are for.
        String source = from.registry() == null ? settings.config().registries().byDefault() : from.registry();
        return new CopyRequest(
                new ImagePlace(source, from.repository(), from.reference()),
                new ImagePlace(to.registry(), to.repository(), written(to)),
                platforms == null || platforms.contains(ALL) ? null : platforms,
                referrers,
                concurrency);
    }

    private static String written(ImageName to) {
        boolean isNamed = to.name().tag() != null || to.name().digest() != null;
        return isNamed ? to.reference() : null;
    }

    private <R> R ask(Transfer<R> transfer, Session session) {
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            return session.await(transfer.onProgress(shown::show));
        }
    }

    @Override
    String named(Settings settings) {
        return LocalImage.of(target).isPresent()
                ? ImageName.of(image, settings).registry()
                : ImageName.ofAny(target, settings).registry();
    }

    @Override
    void show(Done done, Output output) {
        if (output.isJson()) {
            output.document(done.document());
        } else {
            done.warnings().forEach(warning -> output.note("warning: " + warning));
            output.lines(done.lines());
        }
    }

    @Override
    List<String> text(Done done) {
        return done.lines();
    }

    private static Done pushed(PushReply reply) {
        return new Done(reply, PushCommand.lines(reply), reply.warnings());
    }

    private static Done pulled(PullReply reply) {
        return new Done(reply, PullCommand.lines(reply), reply.warnings());
    }

    private static Done copied(CopiedImage reply) {
        boolean unchanged = reply.manifests() == 0;
        List<String> lines = new Table()
                .row(unchanged ? "there already" : "copied", reply.reference())
                .row("digest", reply.digest().toString())
                .row("manifests", unchanged ? null : manifests(reply))
                .row("blobs", unchanged ? null : blobs(reply))
                .lines();
        return new Done(reply, lines, reply.warnings());
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
