package io.github.vertxregistry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the values of {@code WWW-Authenticate} (RFC 9110, 11.6.1): several challenges in one value or in several. What is
 * not as it should be is read as far as it makes sense, and never fails: values without quotes, a quote that is not closed,
 * a missing comma, a scope whose commas are not quoted.
 */
final class ChallengeParser {
    private static final int MAX_LENGTH = 16 << 10;
    private static final int MOST_CHALLENGES = 16;
    private static final int MOST_PARAMETERS = 32;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    /** Actions of Distribution's "Token Scope Documentation", and those that Azure has besides. */
    private static final Set<String> ACTIONS =
            Set.of("pull", "push", "delete", "*", "metadata_read", "metadata_write", "deleted_read");

    private final String text;
    private final List<Challenge> found = new ArrayList<>();
    private int at;
    private String scheme;
    private Map<String, String> parameters = new LinkedHashMap<>();
    private boolean bareScope;

    private ChallengeParser(String text) {
        this.text = text;
    }

    /** Returns the challenges in their order; values that are too long to be meant are passed over. */
    static List<Challenge> parse(List<String> values) {
        List<Challenge> all = new ArrayList<>();
        for (String value : values) {
            if (value.length() <= MAX_LENGTH) {
                all.addAll(new ChallengeParser(value).read());
            }
        }
        return List.copyOf(all.subList(0, Math.min(MOST_CHALLENGES, all.size())));
    }

    private List<Challenge> read() {
        while (at < text.length()) {
            String word = token();
            if (word.isEmpty()) {
                skipOne();
            } else {
                word(word);
            }
        }
        endChallenge();
        return found;
    }

    /** A word is a parameter's name, where an equals sign follows, or else a scheme. */
    private void word(String word) {
        boolean spaced = skipBlanks();
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            skipBlanks();
            parameter(word.toLowerCase(Locale.ROOT));
        } else if (bareScope && ACTIONS.contains(word)) {
            parameters.merge("scope", word, (scope, action) -> scope + "," + action);
        } else {
            endChallenge();
            scheme = word;
            if (spaced) {
                skipToken68();
            }
        }
    }

    private void parameter(String name) {
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String value = quoted ? quoted() : bare();
        if (scheme != null && parameters.size() < MOST_PARAMETERS) {
            parameters.putIfAbsent(name, value);
        }
        bareScope = !quoted && name.equals("scope");
    }

    private void endChallenge() {
        if (scheme != null && found.size() < MOST_CHALLENGES) {
            found.add(new Challenge(scheme, parameters));
        }
        scheme = null;
        parameters = new LinkedHashMap<>();
        bareScope = false;
    }

    /** What stands behind a scheme in place of parameters, alone up to the comma: {@code Negotiate YWJj==}. */
    private void skipToken68() {
        int end = at;
        while (end < text.length() && (isTokenCharacter(text.charAt(end)) || text.charAt(end) == '/')) {
            end++;
        }
        int equals = end;
        while (equals < text.length() && text.charAt(equals) == '=') {
            equals++;
        }
        int next = equals;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        if (end > at && (next == text.length() || text.charAt(next) == ',')) {
            at = equals;
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** RFC 9110, 5.6.4; one that is not closed goes to the end. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
            at++;
        }
        String value = text.substring(start, at);
        boolean single = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        return single ? value.substring(1, value.length() - 1) : value;
    }

    private void skipOne() {
        if (text.charAt(at) == '"') {
            quoted();
        } else {
            at++;
        }
    }

    private boolean skipBlanks() {
        int start = at;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
