package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of names: a glob ({@code *} and {@code ?} within a part of a path, {@code **} across parts), {@code regex:} and a
 * regular expression that the whole name must match, or {@code semver:} and a range of versions. For one thread.
 */
final class TextRule {
    private static final String REGEX = "regex:";
    private static final String SEMVER = "semver:";
    private static final String SPECIAL = "*?";

    private final String text;
    private final boolean literal;
    private final Predicate<String> fits;

    private TextRule(String text, boolean literal, Predicate<String> fits) {
        this.text = text;
        this.literal = literal;
        this.fits = fits;
    }

    /** Reads a pattern; fails with {@code BAD_REQUEST} and the field's name. */
    static TextRule of(String field, String text) {
        if (text.startsWith(REGEX)) {
            Pattern pattern = regex(field, text.substring(REGEX.length()));
            return new TextRule(text, false, new Bounded(field, pattern));
        }
        if (text.startsWith(SEMVER)) {
            VersionRange range = VersionRange.of(field, text.substring(SEMVER.length()));
            return new TextRule(
                    text, false, name -> Version.of(name).filter(range::holds).isPresent());
        }
        boolean literal = text.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
        return new TextRule(text, literal, literal ? text::equals : new Bounded(field, glob(text)));
    }

    static boolean isWord(String text) {
        return text.startsWith(REGEX) || text.startsWith(SEMVER);
    }

    private static Pattern regex(String field, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw RegistryException.badField(
                            field, "has the pattern '" + Names.shown(regex) + "': " + Names.shown(e.getDescription()))
                    .withHint("a regular expression as Java has them; a glob has no 'regex:' before it");
        }
    }

    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /** Returns whether it fits one name alone. */
    boolean isLiteral() {
        return literal;
    }

    boolean fits(String name) {
        return fits.test(name);
    }

    @Override
    public String toString() {
        return text;
    }

    /** A pattern can be made to take longer than the universe: a match has so many steps, and all of them together few each. */
    private static final class Bounded implements Predicate<String> {
        private static final long OF_ONE = 200_000;
        private static final long AT_FIRST = 2_000_000;
        private static final long WITH_EACH = 1_000;

        private final String field;
        private final Pattern pattern;
        private long left = AT_FIRST;

        Bounded(String field, Pattern pattern) {
            this.field = field;
            this.pattern = pattern;
        }

        @Override
        public boolean test(String name) {
            left += WITH_EACH;
            CountedText counted = new CountedText(name, Math.min(OF_ONE, left));
            long before = counted.left();
            try {
                return pattern.matcher(counted).matches();
            } catch (CountedText.TooManySteps | StackOverflowError e) {
                throw RegistryException.badField(
                                field, "has a pattern that takes too long: '" + Names.shown(pattern.pattern()) + "'")
                        .withHint("repetitions within repetitions are what takes long");
            } finally {
                left -= before - counted.left();
            }
        }
    }
}
