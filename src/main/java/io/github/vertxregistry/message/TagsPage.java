package io.github.vertxregistry.message;

import java.util.List;

/**
 * A page of a repository's tags.
 *
 * @param repository the repository
 * @param tags the tags, in the registry's order
 * @param next what to ask the next page with as {@code last}, or null where this is the end
 */
public record TagsPage(String repository, List<String> tags, String next) {
    public TagsPage {
        tags = List.copyOf(tags);
    }
}
