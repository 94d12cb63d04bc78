package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.DiffImagesRequest;
import io.github.vertxregistry.message.ExportReply;
import io.github.vertxregistry.message.ImageDifference;
import io.github.vertxregistry.message.ImageDifference.ChangedFile;
import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.message.ListFilesReply;
import io.github.vertxregistry.message.ListFilesRequest;
import io.github.vertxregistry.message.ReadFileReply;
import io.github.vertxregistry.message.ReadFileRequest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * What is done with the files of an image's layers. Every method blocks for as long as the layers take to be read, and fails with
 * {@code DIGEST_MISMATCH}, {@code SIZE_MISMATCH}, {@code TAR_UNREADABLE}, {@code TAR_INVALID} and {@code LIMIT_EXCEEDED}; those
 * that write a file also with {@code CONFLICT} and {@code TAR_UNWRITABLE}, and whatever they fail with, there is no file then.
 */
public final class ImageFiles {
    private final TarConfig config;

    /** Reads within those limits. */
    public ImageFiles(TarConfig config) {
        this.config = config;
    }

    /** Writes an image's root file system as a tar. */
    public ExportReply export(ImageLayers image, Path file, boolean force, Task task) {
        long entries = WholeFile.write(file, force, out -> Flattening.write(image, config, out, out::empty, task));
        return new ExportReply(image.digest(), file.toString(), file.toFile().length(), entries);
    }

    /** Compares two images; the files that differ go into a file where there is one. */
    public ImageDifference diff(
            ImageLayers before, ImageLayers after, DiffImagesRequest request, Path file, Task task) {
        ConfigDiff configs = ConfigDiff.of(before.config(), after.config(), config, task);
        LayerDiff layers = LayerDiff.of(before, configs.before(), after, configs.after());
        List<ChangedFile> files = changed(before, after, layers, request, task);
        if (file != null) {
            WholeFile.write(file, request.force(), out -> lines(files, out));
        }
        return new ImageDifference(
                before.digest(),
                after.digest(),
                configs.fields(),
                layers.common(),
                layers.before(),
                layers.after(),
                file != null ? List.of() : files.stream().limit(request.limit()).toList(),
                count(files, FileDiff.ADDED),
                count(files, FileDiff.CHANGED),
                count(files, FileDiff.REMOVED));
    }

    private List<ChangedFile> changed(
            ImageLayers before, ImageLayers after, LayerDiff layers, DiffImagesRequest request, Task task) {
        try {
            return FileDiff.of(before, after, layers.common(), request.times(), config, task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(List<ChangedFile> files, String change) {
        return files.stream().filter(each -> each.change().equals(change)).count();
    }

    /** Lists what lies in a folder, into a file where there is one; fails with {@code NOT_FOUND}. */
    public ListFilesReply list(ImageLayers image, ListFilesRequest request, Path file, Task task) {
        FileListing.Listed listed = listed(image, request, task);
        Collection<ImageFile> files = listed.files();
        if (file != null) {
            WholeFile.write(file, request.force(), out -> lines(files, out));
        }
        List<ImageFile> named =
                file != null ? List.of() : files.stream().limit(request.limit()).toList();
        return new ListFilesReply(image.digest(), listed.path(), named, files.size());
    }

    private FileListing.Listed listed(ImageLayers image, ListFilesRequest request, Task task) {
        try {
            return FileListing.of(image, ImagePaths.of(request.path()), request.recursive(), config, task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Void lines(Collection<?> files, OutputStream out) throws IOException {
        for (Object each : files) {
            out.write(JsonBinding.toBytes(each));
            out.write('\n');
        }
        return null;
    }

    /** Reads a file, into another one where there is one; fails with {@code NOT_FOUND} and {@code UNSUPPORTED}. */
    public ReadFileReply read(ImageLayers image, ReadFileRequest request, Path file, Task task) {
        if (file != null) {
            return WholeFile.write(
                    file,
                    request.force(),
                    out -> found(image, request, task, (entry, data) -> {
                        out.empty();
                        data.transferTo(out);
                        return null;
                    }));
        }
        try {
            return found(image, request, task, (entry, data) -> content(image, entry, data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a reply has of a file's data. */
    @FunctionalInterface
    private interface Content {
        String of(LayerEntry entry, InputStream data) throws IOException;
    }

    private ReadFileReply found(ImageLayers image, ReadFileRequest request, Task task, Content content)
            throws IOException {
        return new FileSearch(image, config, task)
                .find(
                        ImagePaths.of(request.path()),
                        (entry, layer, data) -> new ReadFileReply(
                                image.digest(), FileText.file(entry, layer.digest()), content.of(entry, data)));
    }

    private static String content(ImageLayers image, LayerEntry entry, InputStream data) throws IOException {
        if (entry.size() > ReadFileRequest.MAX_CONTENT) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            image.name() + ": " + ImagePaths.shown(entry.path()) + " has " + entry.size()
                                    + " bytes, and a reply at most " + ReadFileRequest.MAX_CONTENT)
                    .withHint("have it written to a file of the node that answers: file in the message");
        }
        return Base64.getEncoder().encodeToString(data.readAllBytes());
    }
}
