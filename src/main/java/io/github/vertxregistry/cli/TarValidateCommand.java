package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.TarValidateRequest;
import io.github.vertxregistry.message.TarValidationReply;
import io.github.vertxregistry.model.TarProblem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists all that is wrong with a tar; ends with 1 where there is anything. */
@CommandLine.Command(name = "validate", description = "Lists all that is wrong with a tar.")
final class TarValidateCommand extends ToolkitCommand<TarValidationReply> {
    @Parameters(index = "0", paramLabel = "TAR", description = "A tar of images, or the folder of an OCI layout.")
    private String tar;

    @Option(names = "--deep", description = "Read and hash every layer.")
    private boolean deep;

    TarValidateCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<TarValidationReply> question(Settings settings) {
        TarValidateRequest request = new TarValidateRequest(tar, deep);
        return session -> session.await(session.client().startValidateTar(request));
    }

    @Override
    List<String> text(TarValidationReply reply) {
        return lines(reply);
    }

    @Override
    int exitCode(TarValidationReply reply) {
        return reply.valid() ? DONE : FAILED;
    }

    static List<String> lines(TarValidationReply reply) {
        List<String> lines = new ArrayList<>();
        String layout = reply.layout() == null ? "" : reply.layout() + ", ";
        String images = Table.count(reply.images(), "image");
        lines.add(
                reply.valid()
                        ? "valid: " + layout + images
                        : "invalid: " + layout + images + ", "
                                + Table.count(reply.problems().size(), "problem"));
        Table table = new Table();
        for (TarProblem problem : reply.problems()) {
            table.row("  " + problem.kind(), problem.entry().isEmpty() ? "-" : problem.entry(), problem.message());
        }
        lines.addAll(table.lines());
        return lines;
    }
}
