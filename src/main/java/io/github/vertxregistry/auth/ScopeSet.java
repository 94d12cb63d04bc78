package io.github.vertxregistry.auth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a token is wanted for (Distribution, "Token Scope Documentation"): the actions on each thing, in one order, so that
 * what is the same is equal.
 *
 * @param actions the actions by what they are done to: {@code repository:team/app} and {@code pull}, {@code push}
 */
record ScopeSet(NavigableMap<String, NavigableSet<String>> actions) {
    /** Nothing. */
    static final ScopeSet NONE = of(List.of());

    private static final int MOST = 32;
    private static final String REPOSITORY = "repository:";
    private static final NavigableSet<String> READING = new TreeSet<>(List.of("pull"));

    /** Returns these scopes as one set; what is no scope, or is above {@value #MOST}, is passed over. */
    static ScopeSet of(Collection<String> scopes) {
        NavigableMap<String, NavigableSet<String>> actions = new TreeMap<>();
        for (String scope : scopes) {
            int colon = scope.lastIndexOf(':');
            if (colon > scope.indexOf(':') && actions.size() < MOST) {
                actions.computeIfAbsent(scope.substring(0, colon), thing -> new TreeSet<>())
                        .addAll(Arrays.asList(scope.substring(colon + 1).split(",")));
            }
        }
        return new ScopeSet(actions);
    }

    /** Returns the scopes of a challenge's parameter, which are parted by blanks. */
    static ScopeSet ofParameter(String scopes) {
        return of(Arrays.asList(scopes.trim().split(" +")));
    }

    ScopeSet plus(ScopeSet more) {
        List<String> all = new ArrayList<>(texts());
        all.addAll(more.texts());
        return of(all);
    }

    /** Returns whether a token for this is good for that, too. */
    boolean covers(ScopeSet other) {
        return other.actions.entrySet().stream()
                .allMatch(wanted -> actions.containsKey(wanted.getKey())
                        && actions.get(wanted.getKey()).containsAll(wanted.getValue()));
    }

    /** Returns the scopes without those that are only read from, where others are written to: a mount without its source. */
    ScopeSet withoutSources() {
        boolean writes = actions.values().stream().anyMatch(some -> !some.equals(READING));
        if (!writes) {
            return this;
        }
        NavigableMap<String, NavigableSet<String>> left = new TreeMap<>(actions);
        left.values().removeIf(READING::equals);
        return new ScopeSet(left);
    }

    /** Returns each scope as it is sent. */
    List<String> texts() {
        return actions.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + String.join(",", entry.getValue()))
                .toList();
    }

    /** Returns the repository that the most is done to; empty where there is none. */
    String repository() {
        return actions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(REPOSITORY))
                .max(Comparator.comparing(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey)
                .map(thing -> thing.substring(REPOSITORY.length()))
                .orElse("");
    }
}
