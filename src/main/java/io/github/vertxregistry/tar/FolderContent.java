package io.github.vertxregistry.tar;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of an OCI layout folder; no link is followed out of it. */
final class FolderContent implements Content {
    private final String folder;
    private final Path root;

    private FolderContent(String folder, Path root) {
        this.folder = folder;
        this.root = root;
    }

    /** Opens a folder that is known to exist. */
    static FolderContent open(String name, Path folder) throws IOException {
        FolderContent content = new FolderContent(name, folder.toRealPath());
        if (content.find("oci-layout") == null && content.find("index.json") == null) {
            throw TarFailures.notFound(name, "is a folder, but no OCI image layout: it has no index.json");
        }
        return content;
    }

    @Override
    public String tar() {
        return folder;
    }

    @Override
    public boolean isFolder() {
        return true;
    }

    @Override
    public Located find(String name) throws IOException {
        Path path = path(name);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        if (!Files.exists(path)) {
            throw TarFailures.invalid(folder, TarFailures.quoted(name) + " is a link that leads nowhere");
        }
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            throw TarFailures.invalid(folder, TarFailures.quoted(name) + " is a link out of the folder");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw TarFailures.invalid(folder, TarFailures.quoted(name) + " is no regular file");
        }
        return new Located(name, real, 0, Files.size(real));
    }

    @Override
    public List<String> blobs() throws IOException {
        Path blobs = root.resolve("blobs");
        if (!Files.isDirectory(blobs, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(blobs)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Path path(String name) {
        try {
            return root.resolve(name);
        } catch (InvalidPathException e) {
            throw TarFailures.invalid(folder, TarFailures.quoted(name) + " is no file name")
                    .withCause(e);
        }
    }

    @Override
    public InputStream open(Located located) throws IOException {
        FileChannel channel = FileChannel.open(located.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return new ChannelRange(channel, located.offset(), located.size(), true);
    }

    @Override
    public void close() {
        // A folder holds nothing open.
    }
}
