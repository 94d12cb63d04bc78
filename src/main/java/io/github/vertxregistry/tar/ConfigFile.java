package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.TarBlob;
import java.nio.charset.StandardCharsets;

/**
 * An image's config, read and hashed.
 *
 * @param blob where it lies
 * @param config what it tells; of an artifact's config nothing is known
 */
record ConfigFile(TarBlob blob, ImageConfig config) {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    /**
     * Reads an image's config.
     *
     * @param claimed the digest that it must have, or null where nothing claims one
     */
    static ConfigFile read(Source source, Located located, Digest claimed) {
        byte[] document = source.document(located);
        TarBlob blob = blob(located, digest(source, located, document, claimed));
        String what = "config " + TarFailures.quoted(located.entry()) + " of " + source.tar();
        return new ConfigFile(blob, ImageConfig.parse(document, FailureKind.TAR_INVALID, what));
    }

    /** Returns the config of an artifact, which need not be JSON, nor small. */
    static ConfigFile ofArtifact(Source source, Located located, Digest claimed) {
        if (located.size() <= source.limits().maxJsonBytes()) {
            digest(source, located, source.document(located), claimed);
        }
        ImageConfig nothing = ImageConfig.parse(NOTHING, FailureKind.INTERNAL, "an empty config");
        return new ConfigFile(blob(located, claimed), nothing);
    }

    private static Digest digest(Source source, Located located, byte[] document, Digest claimed) {
        if (claimed == null) {
            return Digest.sha256(document);
        }
        if (!claimed.matches(document)) {
            throw TarFailures.wrongDigest(
                    source.tar(), "config " + TarFailures.quoted(located.entry()) + " does not hash to " + claimed);
        }
        return claimed;
    }

    private static TarBlob blob(Located located, Digest digest) {
        return new TarBlob(
                digest, located.size(), Compression.NONE, located.file().toString(), located.offset(), located.entry());
    }
}
