package io.github.vertxregistry.sync;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as tags have it: {@code [v]major[.minor[.patch]][-prerelease][+build]}, ordered by Semantic Versioning 2.0.0,
 * section 11. Numbers that are left out are 0.
 */
record Version(long major, long minor, long patch, List<String> prerelease) implements Comparable<Version> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
    private static final Pattern FORM = Pattern.compile("v?" + NUMBER + "(?:\\." + NUMBER + ")?(?:\\." + NUMBER
            + ")?(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** Reads a version; empty where the text is none. */
    static Optional<Version> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Version(
                number(form.group(1)),
                number(form.group(2)),
                number(form.group(3)),
                form.group(4) == null ? List.of() : List.of(form.group(4).split("\\."))));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    static Version release(long major, long minor, long patch) {
        return new Version(major, minor, patch, List.of());
    }

    boolean isPrerelease() {
        return !prerelease.isEmpty();
    }

    boolean isOfSameRelease(Version other) {
        return major == other.major && minor == other.minor && patch == other.patch;
    }

    @Override
    public int compareTo(Version other) {
        int numbers = Long.compare(major, other.major);
        numbers = numbers != 0 ? numbers : Long.compare(minor, other.minor);
        numbers = numbers != 0 ? numbers : Long.compare(patch, other.patch);
        return numbers != 0 ? numbers : comparePrerelease(other);
    }

    private int comparePrerelease(Version other) {
        if (prerelease.isEmpty() || other.prerelease.isEmpty()) {
            return Boolean.compare(prerelease.isEmpty(), other.prerelease.isEmpty());
        }
        for (int i = 0; i < Math.min(prerelease.size(), other.prerelease.size()); i++) {
            int part = compareParts(prerelease.get(i), other.prerelease.get(i));
            if (part != 0) {
                return part;
            }
        }
        return Integer.compare(prerelease.size(), other.prerelease.size());
    }

    private static int compareParts(String a, String b) {
        boolean isNumber = DIGITS.matcher(a).matches();
        if (isNumber != DIGITS.matcher(b).matches()) {
            return isNumber ? -1 : 1;
        }
        // Numbers of any length: the longer is the larger.
        return isNumber && a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
}
