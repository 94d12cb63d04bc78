package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.vertx.core.Future;
import picocli.CommandLine.Parameters;

/**
 * A command that asks a registry as a whole: the one of its argument, else the default one.
 *
 * @param <R> the reply
 */
abstract class RegistryCommand<R> extends ToolkitCommand<R> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "REGISTRY", description = "A URL or host; the default one.")
    private String registry;

    RegistryCommand(Invocation invocation) {
        super(invocation);
    }

    /** Asks the registry of that client. */
    abstract Future<R> ask(RegistryClient client);

    @Override
    final Question<R> question(Settings settings) {
        String asked = registry == null ? null : settings.argument(registry);
        return session -> session.await(ask(session.client().withRegistry(asked)));
    }

    @Override
    final String named(Settings settings) {
        return registry == null ? null : settings.registry(registry);
    }
}
