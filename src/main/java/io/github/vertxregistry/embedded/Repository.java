package io.github.vertxregistry.embedded;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One repository: which of the shared content it holds as blobs and as manifests, its tags and its referrers. Each is a
 * small file under the repository's folder, in a folder whose underscore no repository name can have. Blocks; for worker
 * threads.
 */
final class Repository {
    private final Store store;
    private final Path folder;

    /**
     * Content of this repository.
     *
     * @param digest its digest, as it was asked for
     * @param mediaType the type that it was pushed with
     * @param path the file
     * @param size the file's length
     */
    record Stored(Digest digest, String mediaType, Path path, long size) {}

    /** The name has passed {@link Call#repository(String)}: it cannot lead out of the folder. */
    Repository(Store store, String name) {
        this.store = store;
        this.folder = store.repositories().resolve(Call.repository(name));
    }

    /** Returns whether a manifest has ever been pushed here. */
    boolean exists() {
        return Files.isDirectory(folder.resolve("_manifests"));
    }

    boolean hasBlob(Digest digest) {
        return Files.exists(link("_blobs", digest));
    }

    boolean hasManifest(Digest digest) {
        return Files.exists(link("_manifests", digest));
    }

    /** Returns the blob, or empty where this repository has none of that digest, whatever others have. */
    Optional<Stored> blob(Digest digest) throws IOException {
        return hasBlob(digest) ? stored(digest, "application/octet-stream") : Optional.empty();
    }

    void linkBlob(Digest digest) throws IOException {
        Store.mark(link("_blobs", digest));
    }

    boolean unlinkBlob(Digest digest) throws IOException {
        return Files.deleteIfExists(link("_blobs", digest));
    }

    Optional<Stored> manifest(Digest digest) throws IOException {
        Optional<String> mediaType = text(link("_manifests", digest));
        return mediaType.isPresent() ? stored(digest, mediaType.get()) : Optional.empty();
    }

    /** Returns the digest that the tag names. */
    Optional<Digest> tagged(String tag) throws IOException {
        return text(folder.resolve("_tags").resolve(tag)).map(Digest::of);
    }

    /** Stores a manifest whose content has been checked, then tags it. */
    void putManifest(Manifest manifest, Digest digest, List<String> tags) throws IOException {
        store.write(store.content(digest), manifest.content().getBytes());
        store.write(link("_manifests", digest), manifest.mediaType().getBytes(StandardCharsets.UTF_8));
        if (manifest.subject() != null) {
            Store.mark(referrer(manifest.subject().digest(), digest));
        }
        for (String tag : tags) {
            store.write(folder.resolve("_tags").resolve(tag), digest.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    boolean deleteTag(String tag) throws IOException {
        return Files.deleteIfExists(folder.resolve("_tags").resolve(tag));
    }

    /** Deletes a manifest, the tags that name it, and its place among its subject's referrers. */
    boolean deleteManifest(Digest digest, Digest subject) throws IOException {
        for (String tag : tags()) {
            if (tagged(tag).filter(digest::equals).isPresent()) {
                deleteTag(tag);
            }
        }
        if (subject != null) {
            Files.deleteIfExists(referrer(subject, digest));
        }
        return Files.deleteIfExists(link("_manifests", digest));
    }

    /** Returns the digests of all its manifests. */
    List<Digest> manifests() throws IOException {
        return digests("_manifests");
    }

    /** Returns the digests of all its blobs. */
    List<Digest> blobs() throws IOException {
        return digests("_blobs");
    }

    private List<Digest> digests(String kind) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (String algorithm : names(folder.resolve(kind))) {
            for (String hex : names(folder.resolve(kind).resolve(algorithm))) {
                digests.add(new Digest(algorithm, hex));
            }
        }
        return digests;
    }

    List<String> tags() throws IOException {
        return names(folder.resolve("_tags"));
    }

    /** Returns the digests of the manifests that name the subject. */
    List<Digest> referrers(Digest subject) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (String name : names(referrersOf(subject))) {
            digests.add(Digest.of(name.replace('-', ':')));
        }
        return digests;
    }

    private Path link(String kind, Digest digest) {
        return folder.resolve(kind).resolve(digest.algorithm()).resolve(digest.hex());
    }

    private Path referrersOf(Digest subject) {
        return link("_referrers", subject);
    }

    private Path referrer(Digest subject, Digest digest) {
        return referrersOf(subject).resolve(digest.algorithm() + "-" + digest.hex());
    }

    private Optional<Stored> stored(Digest digest, String mediaType) throws IOException {
        Path path = store.content(digest);
        try {
            return Optional.of(new Stored(digest, mediaType, path, Files.size(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
