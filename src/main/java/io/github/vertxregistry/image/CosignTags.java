package io.github.vertxregistry.image;

import io.github.vertxregistry.model.Digest;
import java.util.List;
import java.util.stream.Stream;

/** The tags under which cosign keeps signatures, attestations and bills of materials of a manifest: {@code sha256-….sig}. */
final class CosignTags {
    private CosignTags() {}

    static List<String> of(Digest subject) {
        return Stream.of("sig", "att", "sbom")
                .map(kind -> subject.algorithm() + "-" + subject.hex() + "." + kind)
                .toList();
    }
}
