package io.github.vertxregistry.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths of OCI Distribution 1.1 ("Endpoints") and of the Docker catalog, told apart on the raw path: nothing is
 * decoded before the grammars of names, tags and digests have been applied, so that no encoded slash or dot gets through.
 */
enum Endpoint {
    PING("/v2/?"),
    CATALOG("/v2/_catalog"),
    TAGS("/v2/(.+)/tags/list"),
    REFERRERS("/v2/(.+)/referrers/([^/]+)"),
    MANIFEST("/v2/(.+)/manifests/([^/]+)"),
    UPLOADS("/v2/(.+)/blobs/uploads/?"),
    UPLOAD("/v2/(.+)/blobs/uploads/([^/]+)"),
    BLOB("/v2/(.+)/blobs/([^/]+)"),
    NONE(".*");

    private final Pattern pattern;

    Endpoint(String regex) {
        pattern = Pattern.compile(regex, Pattern.DOTALL);
    }

    /**
     * What a path names, unchecked.
     *
     * @param endpoint the endpoint
     * @param name the repository's name, or null
     * @param reference the tag, digest or session, or null
     */
    record Target(Endpoint endpoint, String name, String reference) {}

    /** Returns what the raw path names; the endpoint is {@link #NONE} where it is none of ours. */
    static Target of(String path) {
        for (Endpoint endpoint : values()) {
            Matcher matcher = endpoint.pattern.matcher(path);
            if (matcher.matches()) {
                return new Target(endpoint, group(matcher, 1), colon(group(matcher, 2)));
            }
        }
        return new Target(NONE, null, null);
    }

    private static String group(Matcher matcher, int index) {
        return matcher.groupCount() < index ? null : matcher.group(index);
    }

    // Some clients write a digest's colon as %3A; no other character of a reference ever needs to be encoded.
    private static String colon(String reference) {
        return reference == null ? null : reference.replace("%3A", ":").replace("%3a", ":");
    }
}
