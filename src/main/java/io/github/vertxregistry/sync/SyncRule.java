package io.github.vertxregistry.sync;

import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.model.Names;
import java.util.List;
import java.util.Optional;

/** Which images a job is about, and what they are called at its target. For one thread. */
final class SyncRule {
    private final List<Choice> choices;
    private final List<TextRule> tags;
    private final List<TextRule> excluded;
    private final String prefix;

    /** One of the request's {@code images}. */
    private record Choice(TextRule repository, TextRule tag) {
        static Choice of(String text) {
            // No name of a repository holds a colon, but the words before a pattern do.
            int colon = TextRule.isWord(text) ? -1 : text.indexOf(':');
            String repository = colon < 0 ? text : text.substring(0, colon);
            TextRule rule = TextRule.of("images", repository);
            if (rule.isLiteral()) {
                Names.repository(repository);
            }
            return new Choice(rule, colon < 0 ? null : TextRule.of("images", text.substring(colon + 1)));
        }

        boolean fits(String name, String version) {
            return repository.fits(name) && (tag == null || tag.fits(version));
        }
    }

    private SyncRule(SyncRequest request) {
        this.choices = request.images().stream().map(Choice::of).toList();
        this.tags = rules("tags", request.tags());
        this.excluded = rules("excludeTags", request.excludeTags());
        this.prefix = request.prefix() == null ? "" : request.prefix() + "/";
    }

    /** Reads a request's rule; fails with {@code BAD_REQUEST} or {@code NAME_INVALID}. */
    static SyncRule of(SyncRequest request) {
        return new SyncRule(request);
    }

    private static List<TextRule> rules(String field, List<String> patterns) {
        return patterns.stream().map(pattern -> TextRule.of(field, pattern)).toList();
    }

    /** Returns the repositories that are named and not described: they are there, or it is a failure. */
    List<String> named() {
        return choices.stream()
                .map(Choice::repository)
                .filter(TextRule::isLiteral)
                .map(TextRule::toString)
                .distinct()
                .toList();
    }

    /** Returns the tags of a repository that are named and not described, where both are. */
    List<String> namedTags(String repository) {
        return choices.stream()
                .filter(choice ->
                        choice.repository().isLiteral() && choice.repository().fits(repository))
                .map(Choice::tag)
                .filter(tag -> tag != null && tag.isLiteral())
                .map(TextRule::toString)
                .filter(tag -> wants(repository, tag))
                .distinct()
                .toList();
    }

    /** Returns whether the list of all repositories is needed. */
    boolean describes() {
        return choices.stream().anyMatch(choice -> !choice.repository().isLiteral());
    }

    boolean wants(String repository) {
        return choices.stream().anyMatch(choice -> choice.repository().fits(repository));
    }

    boolean wants(String repository, String tag) {
        return choices.stream().anyMatch(choice -> choice.fits(repository, tag))
                && (tags.isEmpty() || tags.stream().anyMatch(rule -> rule.fits(tag)))
                && excluded.stream().noneMatch(rule -> rule.fits(tag));
    }

    /** Returns what a repository of the source is called at the target. */
    String atTarget(String repository) {
        return prefix + repository;
    }

    /** Returns what a repository of the target is called at the source, where it can be one of a job's. */
    Optional<String> atSource(String repository) {
        return repository.startsWith(prefix) && repository.length() > prefix.length()
                ? Optional.of(repository.substring(prefix.length()))
                : Optional.empty();
    }
}
