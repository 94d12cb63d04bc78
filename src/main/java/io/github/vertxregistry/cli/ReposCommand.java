package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.RepositoriesPage;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lists all repositories of a registry, one in a line. */
@CommandLine.Command(name = "repos", description = "Lists a registry's repositories.")
final class ReposCommand extends ToolkitCommand<RepositoriesPage> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "REGISTRY", description = "A URL or host; the default one.")
    private String registry;

    ReposCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<RepositoriesPage> question(Settings settings) {
        String asked = registry == null ? null : settings.argument(registry);
        return session -> new RepositoriesPage(
                session.await(session.client().withRegistry(asked).listRepositories()), null);
    }

    @Override
    String named(Settings settings) {
        return registry == null ? null : settings.registry(registry);
    }

    @Override
    List<String> text(RepositoriesPage reply) {
        return reply.repositories();
    }
}
