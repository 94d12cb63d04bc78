package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.PingReply;
import io.vertx.core.Future;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Tells whether a registry is there. */
@CommandLine.Command(name = "ping", description = "Checks that a registry is there and speaks the API.")
final class PingCommand extends ToolkitCommand<PingReply> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "REGISTRY", description = "A URL or host; the default one.")
    private String registry;

    PingCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Question<PingReply> question(Settings settings) {
        String asked = registry == null ? null : settings.argument(registry);
        return session -> session.await(sign(session.client().withRegistry(asked)));
    }

    /** Asks twice: the first answer takes as long as this program needs to get going. */
    static Future<PingReply> sign(RegistryClient client) {
        return client.ping().compose(first -> client.ping());
    }

    @Override
    String named(Settings settings) {
        return registry == null ? null : settings.registry(registry);
    }

    @Override
    List<String> text(PingReply reply) {
        return lines(reply);
    }

    static List<String> lines(PingReply reply) {
        return new Table()
                .row("reachable", "yes, in " + reply.latencyMs() + " ms")
                .row("API version", reply.apiVersion() == null ? "not told" : reply.apiVersion())
                .row("access", reply.authenticated() ? "granted" : "wants credentials")
                .lines();
    }
}
