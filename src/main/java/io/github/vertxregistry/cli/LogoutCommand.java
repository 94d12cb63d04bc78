package io.github.vertxregistry.cli;

import io.github.vertxregistry.auth.Login;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Forgets the credentials for a registry. */
@CommandLine.Command(name = "logout", description = "Forgets the credentials for a registry.")
final class LogoutCommand extends Command {
    @Parameters(index = "0", arity = "0..1", paramLabel = "REGISTRY", description = "A URL or host; the default one.")
    private String registry;

    LogoutCommand(Invocation invocation) {
        super(invocation);
    }

    /** What {@code --json} shows. */
    record Reply(String registry, List<Login.Kept> forgotten) {}

    @Override
    Action understand(Settings settings) {
        Settings there = registry == null ? settings : settings.withDefault(settings.registry(registry));
        return (output, interruption) -> {
            List<Login.Kept> forgotten =
                    new Login(there.config().credentials(), invocation().env()).forget(there.defaultOrigin());
            show(new Reply(there.defaultOrigin().authority(), forgotten), output);
            return DONE;
        };
    }

    private static void show(Reply reply, Output output) {
        if (output.isJson()) {
            output.document(reply);
        } else if (reply.forgotten.isEmpty()) {
            output.line("not logged in to " + reply.registry);
        } else {
            reply.forgotten.forEach(kept -> output.line("logged out of " + reply.registry + ", taken out of "
                    + (kept.helper() == null ? kept.file() : kept.helper())));
        }
    }
}
