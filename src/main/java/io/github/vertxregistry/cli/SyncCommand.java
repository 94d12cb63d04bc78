package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.message.SyncStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a registry to the state of another: here, or by the nodes of a cluster. */
@CommandLine.Command(
        name = "sync",
        description = {
            "Copies all images that fit SOURCE, and that TARGET has not as they are there.",
            "team/app:v1 of SOURCE becomes mirror/team/app:v1 where TARGET is HOST/mirror."
        },
        footer = {
            "",
            "A pattern is a glob (* within a part of a path, ** across parts, ?), regex:EXPRESSION,",
            "or for tags semver:RANGE, such as 'semver:>=1.2 <2'."
        })
final class SyncCommand extends ToolkitCommand<SyncStatus> {
    private static final String ALL = "all";

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "Such as 'registry.example.org/team/*' or host/team/app:v*.")
    private String source;

    @Parameters(index = "1", paramLabel = "TARGET", description = "Such as localhost:15000/mirror, or a host alone.")
    private String target;

    @Option(
            names = "--images",
            paramLabel = "PATTERN",
            description = "More images of SOURCE's registry; may be repeated.")
    private List<String> more = List.of();

    @Option(names = "--tags", paramLabel = "PATTERN", description = "Tags that fit this one alone; may be repeated.")
    private List<String> tags;

    @Option(
            names = "--exclude-tags",
            paramLabel = "PATTERN",
            description = "No tags that fit this one; may be repeated.")
    private List<String> excludeTags;

    @Option(
            names = "--platform",
            paramLabel = "P",
            split = ",",
            description = "Of an index the images for os/arch[/variant] alone; all.")
    private List<String> platforms;

    @Option(names = "--referrers", description = "Also what refers to them: signatures, attestations, artifacts.")
    private boolean referrers;

    @Option(names = "--delete-vanished", description = "Delete tags of TARGET that SOURCE has no more.")
    private boolean deleteVanished;

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(names = "--concurrency", paramLabel = "N", description = "Images at once, on each node (8).")
    private Integer concurrency;

    @Option(names = "--tries", paramLabel = "N", description = "How often a copy that fails is tried (3).")
    private Integer tries;

    @Option(names = "--cluster", description = "Have the nodes of the cluster do it.")
    private boolean clustered;

    @Option(names = "--detach", description = "With --cluster: do not wait for the end.")
    private boolean detached;

    @Option(names = "--job", paramLabel = "ID", description = "The job's id; begun twice it is one job.")
    private String job;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    SyncCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<SyncStatus> question(Settings settings) {
        if (!clustered && (detached || cluster.conf != null)) {
            throw RegistryException.of(
                    FailureKind.BAD_REQUEST, (detached ? "--detach" : "--cluster-conf") + " takes --cluster");
        }
        if (source.isBlank() || target.isBlank()) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, (source.isBlank() ? "SOURCE" : "TARGET") + " is empty")
                    .withHint("a registry's address, and what stands behind it, such as localhost:15000/mirror");
        }
        Place from = Place.of(source, settings);
        Place to = Place.of(target, settings);
        if (from.rest().isEmpty()) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, "SOURCE names a registry and no images of it")
                    .withHint("all of them are '" + (source.endsWith("/") ? source : source + "/") + "**'");
        }
        List<String> images = new ArrayList<>(List.of(from.rest()));
        images.addAll(more);
        String byDefault = settings.config().registries().byDefault();
        SyncRequest request = new SyncRequest(
                job == null ? UUID.randomUUID().toString() : job,
                from.registry() == null ? byDefault : from.registry(),
                images,
                to.registry() == null ? byDefault : to.registry(),
                to.rest().isEmpty() ? null : to.rest(),
                tags,
                excludeTags,
                platforms == null || platforms.contains(ALL) ? null : platforms,
                referrers,
                deleteVanished,
                dryRun,
                concurrency,
                tries);
        return session -> sync(session, request);
    }

    /** Where images are: a registry, and what stands behind it. */
    private record Place(String registry, String rest) {
        static Place of(String typed, Settings settings) {
            int scheme = typed.indexOf("://");
            int slash = typed.indexOf('/', scheme < 0 ? 0 : scheme + 3);
            String host = slash < 0 ? typed : typed.substring(0, slash);
            String rest = slash < 0 ? "" : typed.substring(slash + 1);
            boolean isHost = scheme >= 0
                    || host.indexOf('.') >= 0
                    || host.indexOf(':') >= 0
                    || host.equals("localhost")
                    || settings.config().registries().known().containsKey(host);
            return isHost ? new Place(settings.registry(host), rest) : new Place(null, typed);
        }
    }

    @Override
    String named(Settings settings) {
        return Place.of(target, settings).registry();
    }

    @Override
    Session open(Interruption interruption, Settings settings) {
        return clustered ? Session.openCaller(interruption, settings, cluster) : super.open(interruption, settings);
    }

    private SyncStatus sync(Session session, SyncRequest request) {
        SyncStatus begun = session.await(session.client().startSync(request));
        if (detached) {
            return begun;
        }
        try (SyncProgress shown = SyncProgress.of(invocation(), progress)) {
            Future<SyncStatus> ended = session.client().awaitSync(request.jobId(), shown::show);
            return session.await(ended, () -> session.client().cancelSync(request.jobId()));
        }
    }

    @Override
    List<String> text(SyncStatus status) {
        return SyncText.lines(status);
    }

    @Override
    int exitCode(SyncStatus status) {
        return status.state() == SyncStatus.State.DONE || detached ? DONE : FAILED;
    }
}
