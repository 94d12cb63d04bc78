package io.github.vertxregistry.embedded;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Manifest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes blobs that no manifest of their repository names, and content that no repository holds any more. Manifests stay,
 * tagged or not. Blocks; run only while nobody is served, since a blob is pushed before the manifest that names it.
 */
final class Garbage {
    private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

    private final Store store;
    private final Set<Path> held = new HashSet<>();
    private long files;
    private long bytes;

    private Garbage(Store store) {
        this.store = store;
    }

    static void collect(Store store) throws IOException {
        Garbage garbage = new Garbage(store);
        for (String name : store.repositoryNames()) {
            garbage.clear(new Repository(store, name), name);
        }
        garbage.sweep();
        LOG.info("garbage collected: {} files, {} bytes", garbage.files, garbage.bytes);
    }

    private void clear(Repository repository, String name) throws IOException {
        Optional<Set<Digest>> named = named(repository, name);
        for (Digest digest : repository.blobs()) {
            if (named.isPresent() && !named.get().contains(digest)) {
                repository.unlinkBlob(digest);
            } else {
                held.add(store.content(digest));
            }
        }
    }

    // Empty where a manifest cannot be read: what it names is not known then, and all blobs stay.
    private Optional<Set<Digest>> named(Repository repository, String name) throws IOException {
        Set<Digest> named = new HashSet<>();
        boolean whole = true;
        for (Digest digest : repository.manifests()) {
            held.add(store.content(digest));
            Optional<Repository.Stored> stored = repository.manifest(digest);
            try {
                if (stored.isPresent()) {
                    content(manifest(stored.get())).map(Descriptor::digest).forEach(named::add);
                }
            } catch (RegistryException e) {
                LOG.warn("the blobs of {} are all kept, its manifest {} cannot be read", name, digest, e);
                whole = false;
            }
        }
        return whole ? Optional.of(named) : Optional.empty();
    }

    private static Manifest manifest(Repository.Stored stored) throws IOException {
        byte[] bytes = Files.readAllBytes(stored.path());
        return Manifest.parse(bytes, stored.mediaType(), FailureKind.INTERNAL, "manifest " + stored.digest());
    }

    private static Stream<Descriptor> content(Manifest manifest) {
        Stream<Descriptor> blobs = Stream.concat(Stream.ofNullable(manifest.config()), manifest.layers().stream());
        return Stream.concat(blobs, manifest.manifests().stream());
    }

    private void sweep() throws IOException {
        try {
            Files.walkFileTree(store.contents(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!held.contains(file)) {
                        Files.delete(file);
                        files++;
                        bytes += attributes.size();
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Nothing has been pushed yet.
        }
    }
}
