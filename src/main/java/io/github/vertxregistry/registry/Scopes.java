package io.github.vertxregistry.registry;

import java.util.Set;

/** What requests need to be allowed, in the words of Distribution's "Token Scope Documentation". */
final class Scopes {
    static final Set<String> CATALOG = Set.of("registry:catalog:*");

    private Scopes() {}

    static Set<String> pull(String repository) {
        return Set.of("repository:" + repository + ":pull");
    }

    static Set<String> push(String repository) {
        return Set.of("repository:" + repository + ":pull,push");
    }

    static Set<String> delete(String repository) {
        return Set.of("repository:" + repository + ":pull,delete");
    }

    /** A mount reads the blob in the repository that has it. */
    static Set<String> mount(String repository, String from) {
        return Set.of("repository:" + repository + ":pull,push", "repository:" + from + ":pull");
    }
}
