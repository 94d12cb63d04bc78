package io.github.vertxregistry.auth;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way of proving who we are that a registry offers with a 401 (RFC 9110, 11.6.1).
 *
 * @param scheme the scheme's name in lower case: {@code basic}, {@code bearer}
 * @param parameters its parameters, their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    static final String BASIC = "basic";
    static final String BEARER = "bearer";

    Challenge {
        scheme = scheme.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(parameters);
        Map<String, String> sorted = new TreeMap<>();
        parameters.forEach((name, value) -> sorted.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        parameters = Map.copyOf(sorted);
    }

    boolean is(String name) {
        return scheme.equals(name);
    }

    /** Returns a parameter that is not empty. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * Returns the challenge that is to be answered: a Bearer that says where tokens are, else a Basic; empty where there is
     * neither.
     */
    static Optional<Challenge> best(List<Challenge> offered) {
        return offered.stream()
                .filter(challenge ->
                        challenge.is(BEARER) && challenge.parameter("realm").isPresent())
                .findFirst()
                .or(() -> offered.stream()
                        .filter(challenge -> challenge.is(BASIC))
                        .findFirst());
    }
}
