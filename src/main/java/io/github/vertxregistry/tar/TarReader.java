package io.github.vertxregistry.tar;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.InspectedImage;
import io.github.vertxregistry.model.PlatformWish;
import io.github.vertxregistry.model.SavedImage;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Reads image tars and OCI layout folders in one pass over the headers, in memory that does not grow with the image. Blocks,
 * so for worker threads; may be used by several at once.
 *
 * <p>Every method takes the same things. {@code tar}: a tar, plain or compressed, or an OCI layout's folder. {@code spool}: a
 * file that does not exist; a tar that is compressed as a whole is unpacked there, nothing else is ever written, and the caller
 * deletes it when the bytes are no longer wanted. {@code task}: is asked with every block whether to go on. And every method
 * fails with {@link FailureKind#TAR_NOT_FOUND}, {@link FailureKind#TAR_UNREADABLE}, {@link FailureKind#TAR_INVALID},
 * {@link FailureKind#IMAGE_AMBIGUOUS}, {@link FailureKind#DIGEST_MISMATCH}, {@link FailureKind#SIZE_MISMATCH},
 * {@link FailureKind#LIMIT_EXCEEDED}, {@link FailureKind#NOT_FOUND} (no image for the platform),
 * {@link FailureKind#UNSUPPORTED} (a compression whose library is missing), or the task's reason to stop.
 */
public final class TarReader {
    private final TarConfig limits;
    private final TarIndexes indexes;

    /** Creates a reader with those limits, and the indexes that it shares with others of the node. */
    public TarReader(TarConfig limits, TarIndexes indexes) {
        this.limits = Objects.requireNonNull(limits);
        this.indexes = Objects.requireNonNull(indexes);
    }

    /** Returns the chosen images and where their bytes lie: all that a push has to know. */
    public TarImages images(Path tar, Path spool, ImageChoice choice, Task task) {
        return read(tar, spool, task, (layout, findings) -> images(tar.toString(), choice, layout, findings));
    }

    /** Returns the same of a tar whose bytes are in no file of this machine; those of blobs lie at offsets of them. */
    public TarImages images(String tar, TarBytes bytes, Path spool, ImageChoice choice, Task task) {
        return read(
                tar,
                () -> Source.open(tar, bytes, spool, limits, task),
                (layout, findings) -> images(tar, choice, layout, findings));
    }

    /** Returns whether a blob lies in such bytes, and not in a file of this machine. */
    public static boolean isElsewhere(TarBlob blob) {
        return blob.file().equals(TarContent.ELSEWHERE.toString());
    }

    private static TarImages images(String tar, ImageChoice choice, Layout layout, Findings findings) {
        PlatformWish wish = choice.platform() == null ? null : PlatformWish.of(tar, choice.platform());
        List<TarImage> images = chosen(tar, layout, choice).stream()
                .map(candidate -> candidate.read(wish).image())
                .map(image -> choice.referrers() ? image.withReferrers(layout.referrers(image)) : image)
                .toList();
        return new TarImages(tar, layout.kind(), images, findings.warnings());
    }

    /** Returns the entries of {@code manifest.json}, or of an OCI layout what they would be. */
    public List<SavedImage> manifest(Path tar, Path spool, Task task) {
        return read(tar, spool, task, (layout, findings) -> {
            if (layout instanceof DockerArchive archive) {
                return archive.saved();
            }
            return layout.candidates().stream()
                    .map(candidate -> saved(candidate.read(null).image()))
                    .toList();
        });
    }

    private static SavedImage saved(TarImage image) {
        return new SavedImage(
                image.config().entry(),
                image.tags(),
                image.layers().stream().map(TarBlob::entry).toList());
    }

    /** Returns what the chosen images' configs tell, and how their layers lie in the tar. */
    public List<InspectedImage> inspect(Path tar, Path spool, ImageChoice choice, Task task) {
        return read(tar, spool, task, (layout, findings) -> chosen(tar.toString(), layout, choice).stream()
                .map(candidate -> inspected(candidate.read(null)))
                .toList());
    }

    private static InspectedImage inspected(ReadImage read) {
        TarImage image = read.image();
        List<InspectedImage.Layer> layers = image.layers().stream()
                .map(blob -> new InspectedImage.Layer(blob.entry(), blob.digest(), blob.size(), blob.compression()))
                .toList();
        long size = image.config().size()
                + image.layers().stream().mapToLong(TarBlob::size).sum();
        return new InspectedImage(
                image.id(),
                image.tags(),
                read.config().created(),
                read.config().architecture(),
                read.config().os(),
                read.config().author(),
                read.config().container(),
                layers,
                read.config().diffIds(),
                read.config().history(),
                size,
                size);
    }

    /** Returns the names of all images; of configs and layers nothing is read. */
    public TarTags tags(Path tar, Path spool, Task task) {
        return read(tar, spool, task, (layout, findings) -> {
            List<String> tags = layout.candidates().stream()
                    .flatMap(candidate -> candidate.names().tags().stream())
                    .distinct()
                    .toList();
            return new TarTags(tags, tags.isEmpty() ? null : primary(ImageReference.of(tags.get(0))));
        });
    }

    private static TarTags.Primary primary(ImageReference name) {
        return new TarTags.Primary(name.repository(), name.tagOrLatest());
    }

    private static List<Candidate> chosen(String tar, Layout layout, ImageChoice choice) {
        return ImageSelection.choose(tar, layout.candidates(), choice);
    }

    private <T> T read(Path tar, Path spool, Task task, BiFunction<Layout, Findings, T> step) {
        Objects.requireNonNull(spool);
        return read(tar.toString(), () -> Source.open(tar, spool, limits, indexes, task), step);
    }

    private static <T> T read(String tar, Supplier<Source> open, BiFunction<Layout, Findings, T> step) {
        Findings findings = new Findings.Strict();
        try (Source source = open.get()) {
            return step.apply(Layout.of(source, findings), findings);
        } catch (RegistryException e) {
            throw e;
        } catch (RuntimeException e) {
            // A decoder that stumbles over hostile bytes is no fault of the caller's; nothing of it may look like one
            // of ours.
            throw TarFailures.unreadable(tar, "cannot be read: its data are damaged")
                    .withCause(e);
        }
    }
}
