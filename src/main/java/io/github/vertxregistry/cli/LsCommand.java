package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.message.ListFilesReply;
import io.github.vertxregistry.message.ListFilesRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists files of an image. */
@CommandLine.Command(
        name = "ls",
        description = {
            "Lists the files of an image, as a container of it sees them.",
            "IMAGE may be docker-archive:FILE, oci-archive:FILE, oci:FOLDER, each with :NAME where there are several."
        })
final class LsCommand extends ToolkitCommand<ListFilesReply> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Such as localhost:15000/team/app:1.0.")
    private String image;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "A folder, or a file: / by default.")
    private String path;

    @Option(
            names = {"-R", "--recursive"},
            description = "All that lies below the folder.")
    private boolean recursive;

    @Option(names = "--platform", paramLabel = "P", description = "Of an index the image for os/arch[/variant].")
    private String platform;

    LsCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<ListFilesReply> question(Settings settings) {
        SourceName from = SourceName.of(image, platform, settings);
        return session -> {
            // A reply is bounded, a file is not.
            try (TemporaryFile whole = new TemporaryFile()) {
                ListFilesRequest request = new ListFilesRequest(
                        from.source(), path, recursive, null, whole.path().toString(), false);
                ListFilesReply reply = session.await(session.client().startListFiles(request));
                return new ListFilesReply(
                        reply.digest(), reply.path(), whole.documents(ImageFile.class), reply.total());
            }
        };
    }

    @Override
    String named(Settings settings) {
        return SourceName.of(image, platform, settings).registry();
    }

    @Override
    List<String> text(ListFilesReply reply) {
        List<String> lines = new ArrayList<>();
        int owner = width(reply, LsCommand::owner);
        int size = width(reply, LsCommand::size);
        for (ImageFile file : reply.files()) {
            String length = size(file);
            String who = owner(file);
            lines.add(letter(file) + permissions(file) + "  " + who + " ".repeat(owner - who.length()) + "  "
                    + " ".repeat(size - length.length()) + length + "  " + Instant.ofEpochSecond(file.modified()) + "  "
                    + file.path() + link(file));
        }
        return lines;
    }

    private static int width(ListFilesReply reply, Function<ImageFile, String> cell) {
        return reply.files().stream()
                .mapToInt(file -> cell.apply(file).length())
                .max()
                .orElse(0);
    }

    private static String owner(ImageFile file) {
        return file.uid() + ":" + file.gid();
    }

    private static String size(ImageFile file) {
        return file.type().endsWith("device") ? file.link() : String.valueOf(file.size());
    }

    private static String link(ImageFile file) {
        return switch (file.type()) {
            case "symlink" -> " -> " + file.link();
            case "hardlink" -> " => " + file.link();
            default -> "";
        };
    }

    private static char letter(ImageFile file) {
        return switch (file.type()) {
            case "folder" -> 'd';
            case "symlink" -> 'l';
            case "character-device" -> 'c';
            case "block-device" -> 'b';
            case "fifo" -> 'p';
            default -> '-';
        };
    }

    /** Returns the permissions as ls shows them. */
    static String permissions(ImageFile file) {
        int mode = Integer.parseInt(file.mode(), 8);
        StringBuilder text = new StringBuilder();
        for (int group = 2; group >= 0; group--) {
            int bits = mode >> (3 * group) & 7;
            boolean special = (mode >> 9 >> group & 1) != 0;
            boolean executable = (bits & 1) != 0;
            char mark = group == 0 ? 't' : 's';
            text.append((bits & 4) != 0 ? 'r' : '-')
                    .append((bits & 2) != 0 ? 'w' : '-')
                    .append(special ? (executable ? mark : Character.toUpperCase(mark)) : executable ? 'x' : '-');
        }
        return text.toString();
    }
}
