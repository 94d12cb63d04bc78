package io.github.vertxregistry.compress;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, in small files, what plain layers have become, by layer and {@link BlockFormat#identity()}: at the most 64 in each of
 * 256 folders, those not asked for longest going first. Several processes may use one folder. What cannot be read, or is damaged, is not
 * there; what cannot be written is not kept. Blocking.
 */
public final class DigestCache {
    private static final Logger LOG = LoggerFactory.getLogger(DigestCache.class);
    private static final int MOST_IN_A_FOLDER = 64;
    private static final int MOST_BYTES = 1_024;
    private static final String VERSION = "vertx-registry digest 1";
    private static final String OWNER_ONLY = "rwx------";
    private static final String OWNERS_FILE = "rw-------";
    private static final boolean IS_UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final Path SELF = Path.of("/proc/self");
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;

    private final Path folder;
    private final Clock clock;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Uses that folder, which is made when there is something to keep. */
    public DigestCache(Path folder, Clock clock) {
        this.folder = folder.resolve("digests");
        this.clock = clock;
    }

    /**
     * What a layer has become.
     *
     * @param digest what the packed bytes hash to
     * @param size how many they are
     */
    public record Packed(Digest digest, long size) {}

    /** Returns what a plain layer has become under that format, if that is known. */
    public Optional<Packed> find(Digest plain, BlockFormat format) {
        String key = key(plain, format);
        Path file = file(key);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > MOST_BYTES
                    || !isTrusted(file)) {
                return Optional.empty();
            }
            Optional<Packed> found = read(Files.readString(file), key);
            if (found.isPresent()) {
                used(file);
            }
            return found;
        } catch (IOException e) {
            LOG.debug("cannot read {}", file, e);
            return Optional.empty();
        }
    }

    /** Whoever may write an entry says what a layer becomes: that are this process's user, and root, and nobody else. */
    private static boolean isTrusted(Path file) throws IOException {
        if (!IS_UNIX) {
            return true;
        }
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return (mode & WRITABLE_BY_OTHERS) == 0
                && (owner == ROOT || !Files.exists(SELF) || owner == (int) Files.getAttribute(SELF, "unix:uid"));
    }

    /** Where it cannot be written, as in an image or on a volume that is read only, it is known all the same. */
    private void used(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException e) {
            LOG.debug("cannot note that {} was used", file, e);
        }
    }

    /** Remembers what a plain layer has become. */
    public void keep(Digest plain, BlockFormat format, Packed packed) {
        String key = key(plain, format);
        Path file = file(key);
        Path written = file.resolveSibling("." + UUID.randomUUID());
        try {
            makeFolder(file.getParent());
            try {
                makeFile(written);
                Files.writeString(written, text(key, packed));
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
            dropOldest(file.getParent());
        } catch (IOException e) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn("what layers are compressed to cannot be remembered in {}: {}", folder, e.toString());
            }
        }
    }

    private static String key(Digest plain, BlockFormat format) {
        return plain + " " + format.identity();
    }

    private Path file(String key) {
        String name = Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).hex();
        return folder.resolve(name.substring(0, 2)).resolve(name);
    }

    private static String text(String key, Packed packed) {
        String content = VERSION + "\n" + key + "\n" + packed.digest() + " " + packed.size() + "\n";
        return content + checksum(content) + "\n";
    }

    private static String checksum(String content) {
        CRC32 crc = new CRC32();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static Optional<Packed> read(String text, String key) {
        List<String> lines = text.lines().toList();
        String[] packed = lines.size() == 4 ? lines.get(2).split(" ", 2) : new String[0];
        try {
            if (packed.length == 2) {
                Packed found = new Packed(Digest.of(packed[0]), Long.parseLong(packed[1]));
                return text.equals(text(key, found)) ? Optional.of(found) : Optional.empty();
            }
        } catch (RegistryException | NumberFormatException e) {
            LOG.debug("an entry is damaged", e);
        }
        return Optional.empty();
    }

    /** Whoever may write there may say what a layer becomes: only the owner may. */
    private static void makeFolder(Path parent) throws IOException {
        if (IS_UNIX) {
            Files.createDirectories(
                    parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } else {
            Files.createDirectories(parent);
        }
    }

    /** A user's umask may let a group write. */
    private static void makeFile(Path file) throws IOException {
        if (IS_UNIX) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNERS_FILE)));
        }
    }

    private static void dropOldest(Path parent) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(parent)) {
            files = listed.toList();
        }
        if (files.size() <= MOST_IN_A_FOLDER) {
            return;
        }
        List<Path> oldestFirst = files.stream()
                .map(file -> new Aged(file, age(file)))
                .sorted(Comparator.comparing(Aged::used))
                .map(Aged::file)
                .toList();
        for (Path file : oldestFirst.subList(0, files.size() - MOST_IN_A_FOLDER)) {
            Files.deleteIfExists(file);
        }
    }

    private record Aged(Path file, FileTime used) {}

    /** What another process has deleted in the meantime is as old as can be. */
    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
