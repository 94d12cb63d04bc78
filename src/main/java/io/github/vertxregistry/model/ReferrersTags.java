package io.github.vertxregistry.model;

import java.util.regex.Pattern;

/**
 * The tag that lists what refers to a manifest, where there is no referrers API: {@code sha256-…} (OCI Distribution, "Referrers Tag
 * Schema").
 */
public final class ReferrersTags {
    private static final int MOST_DIGITS = 64;
    private static final Pattern TAG = Pattern.compile("sha(?:256|512)-[0-9a-f]{64}");

    private ReferrersTags() {}

    /** Returns the tag for a manifest: its digest with a hyphen, of which no more than 64 digits count. */
    public static String of(Digest subject) {
        String hex = subject.hex();
        return subject.algorithm() + "-" + hex.substring(0, Math.min(hex.length(), MOST_DIGITS));
    }

    /** Returns whether a tag is such a one. */
    public static boolean is(String tag) {
        return TAG.matcher(tag).matches();
    }
}
