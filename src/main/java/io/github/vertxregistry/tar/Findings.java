package io.github.vertxregistry.tar;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarProblem;
import io.github.vertxregistry.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What reading a tar brings to light: a reader fails with the first problem, a validation collects all of them. */
abstract class Findings {
    private final Set<String> warnings = new LinkedHashSet<>();

    /** Takes a problem that makes the entry useless. */
    abstract void problem(String entry, RegistryException failure);

    /** Takes a problem that a reader can pass over. */
    abstract void flaw(String entry, RegistryException failure);

    /** Takes a layer that was found, and the digest that it must have when it is unpacked, or null where nothing tells. */
    void layer(TarBlob layer, Digest diffId) {}

    /** Takes a sentence for the user. */
    final void warning(String sentence) {
        warnings.add(sentence);
    }

    /** Takes a sentence back, where what it says has turned out not to be so. */
    final void withdraw(String sentence) {
        warnings.remove(sentence);
    }

    final List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Returns what the step returns, or the other value where it fails and the failure is collected. */
    final <T> T attempt(String entry, Supplier<T> step, T otherwise) {
        try {
            return step.get();
        } catch (RegistryException e) {
            problem(entry, e);
            return otherwise;
        }
    }

    /** Goes on behind the step, whether it fails and the failure is collected or not. */
    final void attempt(String entry, Runnable step) {
        try {
            step.run();
        } catch (RegistryException e) {
            problem(entry, e);
        }
    }

    /** Fails with the first problem; flaws become warnings. */
    static final class Strict extends Findings {
        @Override
        void problem(String entry, RegistryException failure) {
            throw failure;
        }

        @Override
        void flaw(String entry, RegistryException failure) {
            warning(failure.getMessage());
        }
    }

    /** Collects problems and flaws alike, until the task is stopped. */
    static final class Collected extends Findings {
        private static final int MAX_PROBLEMS = 1_000;

        private final Task task;
        private final Set<TarProblem> problems = new LinkedHashSet<>();
        private final Map<TarBlob, Set<Digest>> layers = new LinkedHashMap<>();

        Collected(Task task) {
            this.task = task;
        }

        @Override
        void problem(String entry, RegistryException failure) {
            task.check();
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new TarProblem(failure.kind(), entry, failure.getMessage()));
            } else {
                problems.add(new TarProblem(
                        FailureKind.LIMIT_EXCEEDED,
                        SavedImages.FILE,
                        "there are more than " + MAX_PROBLEMS + " problems; the others are not listed"));
            }
        }

        @Override
        void flaw(String entry, RegistryException failure) {
            problem(entry, failure);
        }

        @Override
        void layer(TarBlob layer, Digest diffId) {
            Set<Digest> diffIds = layers.computeIfAbsent(layer, found -> new LinkedHashSet<>());
            if (diffId != null) {
                diffIds.add(diffId);
            }
        }

        /** Returns the layers that were found, each once, with the digests that configs give it. */
        Map<TarBlob, Set<Digest>> layers() {
            return layers;
        }

        List<TarProblem> problems() {
            return new ArrayList<>(problems);
        }
    }
}
