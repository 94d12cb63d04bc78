package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.tar.LayerWriter;
import io.github.vertxregistry.task.Task;
import java.nio.file.Path;

/** What is done with the files of an image's layers. Every method blocks for as long as the layers take to be read. */
public final class ImageFiles {
    private final TarConfig config;

    /** Reads within those limits. */
    public ImageFiles(TarConfig config) {
        this.config = config;
    }

    /**
     * Writes an image's root file system as a tar; fails with {@code CONFLICT}, {@code TAR_UNWRITABLE}, {@code DIGEST_MISMATCH},
     * {@code SIZE_MISMATCH}, {@code TAR_UNREADABLE}, {@code TAR_INVALID} and {@code LIMIT_EXCEEDED}, and then there is no file.
     */
    public ExportReply export(ImageLayers image, Path file, boolean force, Task task) {
        long entries =
                WholeFile.write(file, force, out -> new Flattening(image, config, new LayerWriter(out), task).run());
        return new ExportReply(image.digest(), file.toString(), file.toFile().length(), entries);
    }
}
