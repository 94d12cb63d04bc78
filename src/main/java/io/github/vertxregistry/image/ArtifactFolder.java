package io.github.vertxregistry.image;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ArtifactFile;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The folder that an artifact's files are written to: none of them comes to lie outside of it, whatever its title says and
 * wherever links in the folder lead, and none that is there is replaced unless that is asked for. Blocking.
 */
public final class ArtifactFolder {
    private final Path folder;
    private final boolean replace;

    private ArtifactFolder(Path folder, boolean replace) {
        this.folder = folder;
        this.replace = replace;
    }

    /** Opens a folder that is there; fails with {@code TAR_NOT_FOUND}. */
    public static ArtifactFolder open(Path folder, boolean replace) {
        try {
            if (Files.isDirectory(folder)) {
                return new ArtifactFolder(folder.toRealPath(), replace);
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        throw RegistryException.of(FailureKind.TAR_NOT_FOUND, "there is no folder " + folder)
                .withHint("make it first, or name another one");
    }

    /**
     * Returns where a file goes, its folders made.
     *
     * @return fails with {@code DENIED} where the title leads elsewhere
     */
    Path place(String title) {
        if (!ArtifactFile.isTitle(title)) {
            throw RegistryException.of(
                            FailureKind.DENIED,
                            "the artifact has a file '" + Names.shown(title)
                                    + "', which would not lie below the folder")
                    .withHint("nothing was written: whoever made the artifact meant harm, or another system");
        }
        Path place = folder;
        String[] parts = title.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            place = place.resolve(parts[i]);
            enter(place);
        }
        return place.resolve(parts[parts.length - 1]);
    }

    private static void enter(Path place) {
        try {
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(place);
            }
        } catch (IOException e) {
            throw unwritable(place, e);
        }
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw RegistryException.of(FailureKind.CONFLICT, place + " is there and is no folder, or a link to one")
                    .withHint("take it away, or name another folder");
        }
    }

    /**
     * Returns whether a file is there as it should be; fails with {@code CONFLICT} where another one is and none may be replaced.
     */
    boolean has(Path place, Descriptor blob, Task task) {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && isSame(place, blob, task)) {
            return true;
        }
        if (!replace || Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw RegistryException.of(FailureKind.CONFLICT, place + " is there, and is not what the artifact has")
                    .withHint("nothing was written: --force (force) replaces files");
        }
        return false;
    }

    private static boolean isSame(Path place, Descriptor blob, Task task) {
        try {
            if (Files.size(place) != blob.size()) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        MessageDigest hash = blob.digest().newHash();
        ArtifactFiles.read(place, hash, task);
        return Digest.of(blob.digest().algorithm(), hash).equals(blob.digest());
    }

    /** Begins a file that gets its name when it is whole. */
    ArtifactPart begin(Path place) {
        return ArtifactPart.open(place, replace);
    }

    static RegistryException unwritable(Path place, IOException cause) {
        return RegistryException.of(FailureKind.TAR_UNREADABLE, place + " cannot be written: " + cause.getMessage())
                .withHint("look whether the folder may be written, and has room")
                .withCause(cause);
    }
}
