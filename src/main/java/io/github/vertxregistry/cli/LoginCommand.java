package io.github.vertxregistry.cli;

import io.github.vertxregistry.auth.Login;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.verticle.IdentityTokens;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Keeps credentials for a registry, which has taken them, where docker keeps them. */
@CommandLine.Command(
        name = "login",
        description = {
            "Keeps credentials for a registry where docker keeps them, after the registry has taken them.",
            "At a terminal it asks for what is not given."
        })
final class LoginCommand extends Command {
    @Parameters(index = "0", arity = "0..1", paramLabel = "REGISTRY", description = "A URL or host; the default one.")
    private String registry;

    LoginCommand(Invocation invocation) {
        super(invocation);
    }

    /** What {@code --json} shows. */
    record Reply(String registry, String username, String file, String helper, boolean identityToken) {}

    @Override
    Action understand(Settings settings) {
        Settings there = settings.withoutDrain()
                .withDefault(
                        registry == null ? settings.config().registries().byDefault() : settings.registry(registry));
        TypedCredentials typed =
                TypedCredentials.asking(invocation().options(), invocation().in(), System.console());
        return (output, interruption) -> {
            Origin origin = there.defaultOrigin();
            Optional<String> token = verify(interruption, there.withCredentials(typed), origin, typed);
            Login login = new Login(there.config().credentials(), invocation().env());
            Login.Kept kept = token.isPresent()
                    ? login.keepIdentityToken(origin, typed.username(), token.get())
                    : login.keep(origin, typed.username(), typed.password());
            Reply reply =
                    new Reply(origin.authority(), typed.username(), kept.file(), kept.helper(), token.isPresent());
            show(reply, output);
            return DONE;
        };
    }

    /** Returns what may be kept in the password's place. */
    private static Optional<String> verify(
            Interruption interruption, Settings settings, Origin origin, TypedCredentials typed) {
        try (Session session = Session.open(interruption, settings)) {
            if (!session.await(session.client().ping()).authenticated()) {
                throw RegistryException.of(
                                FailureKind.UNAUTHORIZED,
                                origin.authority() + " does not take the password of '" + typed.username() + "'")
                        .withHint("check name and password; nothing was kept");
            }
            return session.onVertx(vertx -> IdentityTokens.ofDefaultRegistry(vertx, settings.toDeploy()));
        }
    }

    private static void show(Reply reply, Output output) {
        if (output.isJson()) {
            output.document(reply);
            return;
        }
        String where = reply.helper == null ? reply.file : reply.helper + " (" + reply.file + ")";
        output.lines(List.of("logged in to " + reply.registry + " as " + reply.username + ", kept in " + where));
        if (reply.helper == null && reply.identityToken) {
            output.note(
                    "hint: the registry's token server gave an identity token, which is kept in the password's place");
        } else if (reply.helper == null) {
            output.note(
                    "hint: the password stands in that file, readable by its owner; a credential helper keeps it safer");
        }
    }
}
