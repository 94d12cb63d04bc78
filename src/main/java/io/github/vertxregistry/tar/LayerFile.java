package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.TarBlob;
import java.util.Optional;

/** Judges layers by their first bytes, never by their names. */
final class LayerFile {
    private LayerFile() {}

    /** Returns the layer of a config's diff_id; it is hashed only if it is compressed and no blob's name tells its digest. */
    static TarBlob ofDiffId(Source source, Located located, Digest diffId) {
        Compression compression = compression(source, located);
        Optional<Digest> named = BlobNames.ofBlob(located.entry());
        if (compression != Compression.NONE) {
            return blob(located, named.orElseGet(() -> source.hash(located, diffId.algorithm())), compression);
        }
        if (named.isPresent() && !named.get().equals(diffId)) {
            throw otherDiffId(source, located, diffId);
        }
        return blob(located, diffId, compression);
    }

    /**
     * Returns the layer of a manifest's descriptor.
     *
     * @param diffId the config's digest of it, or null where it has none
     */
    static TarBlob ofDescriptor(Source source, Located located, Descriptor descriptor, Digest diffId) {
        Compression compression = compression(source, located);
        if (diffId != null
                && compression == Compression.NONE
                && isPlainLayer(descriptor.mediaType())
                && !diffId.equals(descriptor.digest())) {
            throw otherDiffId(source, located, diffId);
        }
        return blob(located, descriptor.digest(), compression);
    }

    private static boolean isPlainLayer(String mediaType) {
        return mediaType.equals(MediaType.OCI_LAYER) || mediaType.equals(MediaType.DOCKER_LAYER);
    }

    /** A file inside a plain layer may be named as compressed data start, so a tar header goes first. */
    private static Compression compression(Source source, Located located) {
        byte[] head = source.head(located, TarHeader.LENGTH);
        return TarHeader.is(head, head.length) ? Compression.NONE : Compression.of(head, head.length);
    }

    private static TarBlob blob(Located located, Digest digest, Compression compression) {
        return new TarBlob(
                digest, located.size(), compression, located.file().toString(), located.offset(), located.entry());
    }

    private static RegistryException otherDiffId(Source source, Located located, Digest diffId) {
        return TarFailures.invalid(
                source.tar(),
                "layer " + TarFailures.quoted(located.entry()) + " is not compressed, so its name must be the config's "
                        + "diff_id, which is " + diffId);
    }
}
