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

    /**
     * Returns the layer of a config's diff_id. Only a compressed one whose digest no blob's name tells is read, and then its
     * content is proved as well; a blob's name is the registry's to prove.
     */
    static TarBlob ofDiffId(Source source, Located located, Digest diffId) {
        Compression compression = compressionOfLayer(source, located);
        Optional<Digest> named = BlobNames.ofBlob(located.entry());
        if (compression != Compression.NONE) {
            return blob(located, named.orElseGet(() -> proved(source, located, compression, diffId)), compression);
        }
        if (named.isPresent() && !named.get().equals(diffId)) {
            throw otherDiffId(source, located, diffId);
        }
        return blob(located, diffId, compression);
    }

    private static Digest proved(Source source, Located located, Compression compression, Digest diffId) {
        PackedLayers.Digests digests =
                source.packedLayers().digests(located, compression, diffId.algorithm(), diffId.algorithm());
        if (!digests.unpacked().equals(diffId)) {
            throw otherContent(source, located.entry(), digests.unpacked(), diffId);
        }
        return digests.packed();
    }

    /** Returns the failure of a compressed layer that unpacks to something else than its config says. */
    static RegistryException otherContent(Source source, String entry, Digest is, Digest diffId) {
        return TarFailures.wrongDigest(
                source.tar(),
                "layer " + TarFailures.quoted(entry) + " unpacked hashes to " + is + ", not to its diff_id " + diffId);
    }

    /**
     * Returns the layer of a manifest's descriptor.
     *
     * @param diffId the config's digest of it, or null where it has none
     */
    static TarBlob ofDescriptor(Source source, Located located, Descriptor descriptor, Digest diffId) {
        Compression compression = diffId == null ? compression(source, located) : compressionOfLayer(source, located);
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
        return TarHeader.is(head, 0) ? Compression.NONE : Compression.of(head, head.length);
    }

    /** Returns how an image's layer is compressed; fails where that is no way for a layer. */
    static Compression compressionOfLayer(Source source, Located located) {
        Compression compression = compression(source, located);
        if (compression == Compression.XZ || compression == Compression.BZIP2) {
            throw TarFailures.invalid(
                            source.tar(),
                            "layer " + TarFailures.quoted(located.entry()) + " is compressed with " + compression
                                    + ", which no image's layer may be")
                    .withHint("layers are plain, gzip or zstd: load the tar into docker or podman and save it again");
        }
        return compression;
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
