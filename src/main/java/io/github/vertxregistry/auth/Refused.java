package io.github.vertxregistry.auth;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import java.util.List;
import java.util.stream.Collectors;

/** The end of all tries: who we said we are, where that was found, what the answer was, and what to do. */
final class Refused {
    private Refused() {}

    static RegistryException of(Origin registry, Identity identity, RegistryException answered) {
        String login = "login " + registry.authority();
        FailureKind kind = answered.kind() == FailureKind.DENIED ? FailureKind.DENIED : FailureKind.UNAUTHORIZED;
        return RegistryException.of(kind, answered.getMessage() + "; asked as " + identity.inWords())
                .withAnswer(answered.status(), answered.errors())
                .withHint(
                        identity.isAnonymous()
                                ? "log in: " + login
                                : "log in with an account that may do this: " + login);
    }

    /** The registry wants to know who we are in a way that is not known here, or does not say how. */
    static RegistryException unknown(Origin registry, List<Challenge> offered, RegistryException answered) {
        String schemes = offered.stream()
                .map(challenge -> Names.shown(challenge.scheme()))
                .distinct()
                .collect(Collectors.joining(", "));
        String wants = schemes.isEmpty()
                ? "does not say what it wants (no WWW-Authenticate)"
                : "wants " + schemes + ", which is not known here";
        return RegistryException.of(
                        FailureKind.UNAUTHORIZED, answered.getMessage() + "; " + registry.authority() + " " + wants)
                .withAnswer(answered.status(), answered.errors())
                .withHint("registries take Basic, or Bearer with a token server: is there a proxy before it?");
    }
}
