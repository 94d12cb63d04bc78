package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.RepositoriesPage;
import io.vertx.core.Future;
import java.util.List;
import picocli.CommandLine;

/** Lists all repositories of a registry, one in a line. */
@CommandLine.Command(name = "repos", description = "Lists a registry's repositories.")
final class ReposCommand extends RegistryCommand<RepositoriesPage> {
    ReposCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Future<RepositoriesPage> ask(RegistryClient client) {
        return client.listRepositories().map(all -> new RepositoriesPage(all, null));
    }

    @Override
    List<String> text(RepositoriesPage reply) {
        return reply.repositories();
    }
}
