package io.github.vertxregistry.model;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.util.regex.Pattern;

/** Checks repository names and tags by the grammar of OCI Distribution 1.1, "Pulling manifests". */
public final class Names {
    private static final int MAX_REPOSITORY = 255;
    private static final int MAX_SHOWN = 120;
    private static final String PART = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
    private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*+");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    private Names() {}

    /** Returns the name if it is a repository's, else fails with {@link FailureKind#NAME_INVALID}. */
    public static String repository(String name) {
        if (!isRepository(name)) {
            throw RegistryException.of(FailureKind.NAME_INVALID, "not a repository name: '" + shown(name) + "'")
                    .withHint("lower-case letters and digits, parted by . _ __ - or /, at most " + MAX_REPOSITORY
                            + " characters");
        }
        return name;
    }

    /** Returns whether the name is a repository's. */
    public static boolean isRepository(String name) {
        return name != null
                && name.length() <= MAX_REPOSITORY
                && REPOSITORY.matcher(name).matches();
    }

    /** Returns the tag if it is one, else fails with {@link FailureKind#NAME_INVALID}. */
    public static String tag(String tag) {
        if (!isTag(tag)) {
            throw RegistryException.of(FailureKind.NAME_INVALID, "not a tag: '" + shown(tag) + "'")
                    .withHint("letters, digits and _ . -, at most 128 characters, not starting with . or -");
        }
        return tag;
    }

    /** Returns whether the text is a tag. */
    public static boolean isTag(String tag) {
        return tag != null && TAG.matcher(tag).matches();
    }

    /** Returns the reference if it is a tag or a digest, else fails with {@link FailureKind#NAME_INVALID}. */
    public static String reference(String reference) {
        return reference.indexOf(':') >= 0 ? Digest.of(reference).toString() : tag(reference);
    }

    /** Returns a reference as it stands behind a repository: {@code :tag} or {@code @digest}. */
    public static String at(String reference) {
        return (isDigest(reference) ? "@" : ":") + reference;
    }

    /** Returns whether a reference is a digest, and not a tag. */
    public static boolean isDigest(String reference) {
        return reference.indexOf(':') >= 0;
    }

    /** Returns text from outside in a form that fits into one line of a message: no control characters, not too long. */
    public static String shown(String text) {
        return shown(text, MAX_SHOWN);
    }

    /** Returns text from outside as {@link #shown(String)} does, at most so many characters of it. */
    public static String shown(String text, int most) {
        if (text == null) {
            return "";
        }
        String cut = text.length() > most ? text.substring(0, most) + "…" : text;
        StringBuilder clean = new StringBuilder(cut.length());
        cut.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
        return clean.toString();
    }
}
