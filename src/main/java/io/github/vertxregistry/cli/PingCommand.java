package io.github.vertxregistry.cli;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.PingReply;
import io.vertx.core.Future;
import java.util.List;
import picocli.CommandLine;

/** Tells whether a registry is there. */
@CommandLine.Command(name = "ping", description = "Checks that a registry is there and speaks the API.")
final class PingCommand extends RegistryCommand<PingReply> {
    PingCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Future<PingReply> ask(RegistryClient client) {
        return sign(client);
    }

    /** Asks twice: the first answer takes as long as this program needs to get going. */
    static Future<PingReply> sign(RegistryClient client) {
        return client.ping().compose(first -> client.ping());
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
