package io.github.vertxregistry.message;

import java.util.List;

/**
 * A page of repositories.
 *
 * @param repositories their names, in the registry's order
 * @param next what to ask the next page with as {@code last}, or null where this is the end
 */
public record RepositoriesPage(List<String> repositories, String next) {
    public RepositoriesPage {
        repositories = List.copyOf(repositories);
    }
}
