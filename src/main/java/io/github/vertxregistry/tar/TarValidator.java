package io.github.vertxregistry.tar;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Lists everything that is wrong with a tar, and not only the first thing. Blocks, so for worker threads; may be used by
 * several at once.
 */
public final class TarValidator {
    private final TarConfig limits;
    private final TarIndexes indexes;

    /** Creates a validator with those limits, and the indexes that it shares with others of the node. */
    public TarValidator(TarConfig limits, TarIndexes indexes) {
        this.limits = Objects.requireNonNull(limits);
        this.indexes = Objects.requireNonNull(indexes);
    }

    /**
     * Checks structure, documents, names, references and the digests of documents, of all images and platforms. Fails with
     * {@link FailureKind#TAR_NOT_FOUND} or the task's reason to stop, and with nothing else: what is wrong is in the result.
     *
     * @param tar a tar, plain or compressed, or an OCI layout's folder
     * @param spool a file that does not exist; a compressed tar is unpacked there, and the caller deletes it
     * @param deep whether to read all blobs too, and compare what they hash to, packed and unpacked
     * @param task is asked with every block whether to go on
     */
    public TarValidation validate(Path tar, Path spool, boolean deep, Task task) {
        Objects.requireNonNull(spool);
        Findings.Collected findings = new Findings.Collected(task);
        Layout layout = null;
        int images = 0;
        try (Source source = Source.open(tar, spool, limits, indexes, task)) {
            layout = findings.attempt(SavedImages.FILE, () -> Layout.of(source, findings), null);
            List<Candidate> candidates = layout == null ? List.of() : layout.candidates();
            images = candidates.size();
            candidates.forEach(Candidate::check);
            SharedNames.check(tar.toString(), candidates, findings);
            if (deep) {
                new DeepCheck(source, findings).run();
            }
        } catch (RegistryException e) {
            if (e.kind() == FailureKind.TAR_NOT_FOUND) {
                throw e;
            }
            findings.problem(tar.toString(), e);
        } catch (RuntimeException e) {
            findings.problem(
                    tar.toString(),
                    TarFailures.unreadable(tar.toString(), "cannot be read: its data are damaged")
                            .withCause(e));
        }
        return new TarValidation(
                findings.problems().isEmpty(), layout == null ? null : layout.kind(), images, findings.problems());
    }
}
