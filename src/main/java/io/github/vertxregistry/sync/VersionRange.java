package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions as npm and others write it: comparators ({@code =}, {@code >}, {@code >=}, {@code <}, {@code <=},
 * {@code ^}, {@code ~}, {@code 1.2.x}) parted by spaces must all hold, alternatives are parted by {@code ||}. A prerelease is in
 * a range only where a comparator of it names a prerelease of the same release, so that {@code ^1.2} takes no {@code 1.3.0-rc1}.
 */
final class VersionRange {
    private static final Pattern COMPARATOR = Pattern.compile(
            "(=|>=|<=|>|<|\\^|~)?v?([0-9]{1,18}|[xX*])(?:\\.([0-9]{1,18}|[xX*]))?(?:\\.([0-9]{1,18}|[xX*]))?"
                    + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

    private final List<List<Bound>> alternatives = new ArrayList<>();

    /** One side of a range. */
    private record Bound(boolean above, boolean inclusive, Version version) {
        boolean holds(Version other) {
            int order = other.compareTo(version);
            return order == 0 ? inclusive : above == order > 0;
        }
    }

    private VersionRange() {}

    /** Reads a range; fails with {@code BAD_REQUEST} and the field's name. */
    static VersionRange of(String field, String text) {
        VersionRange range = new VersionRange();
        for (String alternative : text.split("\\|\\|", -1)) {
            List<Bound> bounds = new ArrayList<>();
            // An operator may stand apart from its version.
            for (String comparator :
                    alternative.strip().replaceAll("([=<>^~])\\s+", "$1").split("\\s+", -1)) {
                bounds.addAll(bounds(field, comparator));
            }
            range.alternatives.add(bounds);
        }
        return range;
    }

    private static List<Bound> bounds(String field, String text) {
        Matcher form = COMPARATOR.matcher(text);
        if (!form.matches()) {
            throw RegistryException.badField(field, "has the range '" + Names.shown(text) + "', which is none")
                    .withHint("such as semver:>=1.2 <2, semver:^1.4, semver:~2.0.3, semver:1.x || 3.1");
        }
        String operator = form.group(1) == null ? "" : form.group(1);
        int given = given(form);
        long major = given > 0 ? Long.parseLong(form.group(2)) : 0;
        long minor = given > 1 ? Long.parseLong(form.group(3)) : 0;
        long patch = given > 2 ? Long.parseLong(form.group(4)) : 0;
        List<String> prerelease =
                given == 3 && form.group(5) != null ? List.of(form.group(5).split("\\.")) : List.of();
        Version least = new Version(major, minor, patch, prerelease);
        Version next = next(given, major, minor, patch);
        return switch (operator) {
            case ">=" -> List.of(new Bound(true, true, least));
            case ">" ->
                given == 3
                        ? List.of(new Bound(true, false, least))
                        : given == 0 ? List.of(nothing()) : List.of(new Bound(true, true, next));
            case "<" -> List.of(new Bound(false, false, least));
            case "<=" ->
                given == 3
                        ? List.of(new Bound(false, true, least))
                        : given == 0 ? List.of() : List.of(new Bound(false, false, next));
            case "^" -> between(given, least, caret(given, major, minor, patch));
            case "~" ->
                between(
                        given,
                        least,
                        given == 1 ? Version.release(major + 1, 0, 0) : Version.release(major, minor + 1, 0));
            default ->
                given == 3
                        ? List.of(new Bound(true, true, least), new Bound(false, true, least))
                        : between(given, least, next);
        };
    }

    private static int given(Matcher form) {
        for (int group = 2; group <= 4; group++) {
            if (form.group(group) == null
                    || !Character.isDigit(form.group(group).charAt(0))) {
                return group - 2;
            }
        }
        return 3;
    }

    private static List<Bound> between(int given, Version least, Version end) {
        return given == 0 ? List.of() : List.of(new Bound(true, true, least), new Bound(false, false, end));
    }

    private static Bound nothing() {
        return new Bound(false, false, Version.release(0, 0, 0));
    }

    private static Version next(int given, long major, long minor, long patch) {
        return switch (given) {
            case 1 -> Version.release(major + 1, 0, 0);
            case 2 -> Version.release(major, minor + 1, 0);
            default -> Version.release(major, minor, patch + 1);
        };
    }

    /** What the leftmost number that is not 0 allows. */
    private static Version caret(int given, long major, long minor, long patch) {
        if (major > 0 || given == 1) {
            return Version.release(major + 1, 0, 0);
        }
        return minor > 0 || given == 2 ? Version.release(0, minor + 1, 0) : Version.release(0, 0, patch + 1);
    }

    boolean holds(Version version) {
        return alternatives.stream().anyMatch(bounds -> holds(bounds, version));
    }

    private static boolean holds(List<Bound> bounds, Version version) {
        return bounds.stream().allMatch(bound -> bound.holds(version))
                && (!version.isPrerelease()
                        || bounds.stream()
                                .anyMatch(bound -> bound.version().isPrerelease()
                                        && bound.version().isOfSameRelease(version)));
    }
}
