package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.Transfer;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ArtifactFile;
import io.github.vertxregistry.message.ArtifactReply;
import io.github.vertxregistry.message.PushArtifactRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts files into a registry as an artifact, as {@code oras push} and {@code oras attach} do. */
@CommandLine.Command(
        name = "push",
        description = {
            "Puts files into a registry as an artifact, as ORAS does.",
            "An IMAGE without a tag is known by its digest alone."
        })
final class ArtifactPushCommand extends ToolkitCommand<ArtifactReply> {
    /** A file and, as ORAS has it, its media type behind a colon. */
    private static final Pattern TYPED = Pattern.compile("(.+):([A-Za-z0-9][^:/]*/[^:/]+)");

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0-sbom.")
    private String image;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE[:TYPE]", description = "Files, with media types.")
    private List<String> files;

    @Option(names = "--artifact-type", paramLabel = "T", description = "What it is: application/spdx+json.")
    private String artifactType;

    @Option(names = "--annotation", paramLabel = "NAME=TEXT", description = "An annotation of the artifact.")
    private Map<String, String> annotations = new LinkedHashMap<>();

    @Option(names = "--subject", paramLabel = "REF", description = "The tag or digest, there, that it refers to.")
    private String subject;

    @Option(names = "--progress", description = "Tell of progress even where standard error is no terminal.")
    private boolean progress;

    ArtifactPushCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ArtifactReply> question(Settings settings) {
        ImageName to = ImageName.of(image, settings);
        if (to.name().digest() != null) {
            throw ImageName.wrong(image, "has a digest: what is written gets a tag or none, its digest follows");
        }
        PushArtifactRequest request = new PushArtifactRequest(
                to.registry(),
                to.repository(),
                to.name().tag(),
                artifactType,
                files == null
                        ? List.of()
                        : files.stream().map(ArtifactPushCommand::file).toList(),
                annotations,
                subject);
        return session -> push(session, request);
    }

    private static ArtifactFile file(String typed) {
        Matcher matcher = TYPED.matcher(typed);
        try {
            return matcher.matches() && !Files.exists(Path.of(typed))
                    ? file(matcher.group(1), matcher.group(2))
                    : file(typed, null);
        } catch (InvalidPathException e) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, "FILE is not a path")
                    .withCause(e);
        }
    }

    private static ArtifactFile file(String path, String mediaType) {
        return new ArtifactFile(path, String.valueOf(Path.of(path).getFileName()), mediaType);
    }

    private ArtifactReply push(Session session, PushArtifactRequest request) {
        try (PushProgress shown = PushProgress.of(invocation(), progress)) {
            Transfer<ArtifactReply> transfer =
                    session.client().startPushArtifact(request).onProgress(shown::show);
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
        return ArtifactCommand.lines("pushed", reply);
    }
}
