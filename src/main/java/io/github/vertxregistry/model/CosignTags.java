package io.github.vertxregistry.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tags under which cosign keeps signatures, attestations and bills of materials of a manifest: {@code sha256-….sig}. */
public final class CosignTags {
    private static final Pattern TAG = Pattern.compile("sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})\\.(sig|att|sbom)");

    private CosignTags() {}

    /** Returns the tags that there may be for a manifest. */
    public static List<String> of(Digest subject) {
        return Stream.of("sig", "att", "sbom").map(kind -> of(subject, kind)).toList();
    }

    /** Returns the tag for one kind: {@code sig}, {@code att} or {@code sbom}. */
    public static String of(Digest subject, String kind) {
        return subject.algorithm() + "-" + subject.hex() + "." + kind;
    }

    /** Returns whether a tag is such a one. */
    public static boolean is(String tag) {
        return TAG.matcher(tag).matches();
    }
}
