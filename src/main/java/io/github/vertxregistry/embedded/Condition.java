package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a tag must be for it to be written (RFC 9110, "If-Match" and "If-None-Match").
 *
 * @param ifMatch the {@code ETag}s of which the tag must have one, {@code *} for any; null for no such condition
 * @param ifNoneMatch those of which it must have none, {@code *} for any; null for no such condition
 */
record Condition(String ifMatch, String ifNoneMatch) {
    static Condition of(Call call) {
        return new Condition(call.header("If-Match"), call.header("If-None-Match"));
    }

    void require(Repository repository, List<String> tags) throws IOException {
        for (String tag : tags) {
            Optional<Digest> present = repository.tagged(tag);
            boolean holds = (ifMatch == null || isNamed(ifMatch, present))
                    && (ifNoneMatch == null || !isNamed(ifNoneMatch, present));
            if (!holds) {
                throw Refusal.of(ErrorCode.MANIFEST_INVALID, 412, "the tag " + tag + " is no longer what it was");
            }
        }
    }

    private static boolean isNamed(String etags, Optional<Digest> present) {
        return present.isPresent()
                && (etags.equals("*") || etags.contains('"' + present.get().toString() + '"'));
    }
}
