package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds one file of an image, symbolic and hard links followed. Layers below the one that has it are not read. Blocking.
 */
final class FileSearch {
    private final ImageLayers image;
    private final TarConfig config;
    private final Task task;
    private String path;
    private int top;
    private int before = LayerWalk.ALL;

    FileSearch(ImageLayers image, TarConfig config, Task task) {
        this.image = image;
        this.config = config;
        this.task = task;
    }

    /** Is given the file that was found; once more where it was not the one after all. */
    interface Use<R> {
        R use(LayerEntry entry, StoredLayer layer, InputStream data) throws IOException;
    }

    /** Finds the file of that path, and hands it on. */
    <R> R find(String asked, Use<R> use) throws IOException {
        path = asked;
        top = image.layers().size() - 1;
        for (int followed = 0; ; followed++) {
            ImagePaths.checkLinks(followed, asked, image.name());
            Step<R> step = new Step<>(use);
            new LayerWalk(image, config, task).from(top, before, step);
            if (step.result != null) {
                return step.result;
            }
            if (step.failure != null) {
                throw step.failure;
            }
            if (step.next == null) {
                throw ImagePaths.missing(path, image.name());
            }
            path = step.next;
            top = step.nextTop;
            before = step.nextBefore;
        }
    }

    /** One way from the highest layer down, until the file, or a link on the way to it, is met. */
    private final class Step<R> implements LayerWalk.Visitor {
        private final Use<R> use;
        private R result;
        private RegistryException failure;
        private String next;
        private int nextTop;
        private int nextBefore;

        Step(Use<R> use) {
            this.use = use;
        }

        @Override
        public boolean visit(LayerEntry entry, LayerReading reading, int layer) throws IOException {
            if (entry.kind() == Kind.SYMLINK && (entry.path().equals(path) || ImagePaths.isBelow(path, entry.path()))) {
                String rest = path.substring(entry.path().length());
                goTo(
                        ImagePaths.follow(entry.path(), entry.link() + rest),
                        image.layers().size() - 1,
                        LayerWalk.ALL);
                return false;
            }
            if (!entry.path().equals(path)) {
                return true;
            }
            if (entry.kind() == Kind.HARDLINK) {
                // What it means is what its own layer sees there when it comes to it, whatever higher ones did.
                goTo(entry.link(), layer, reading.number());
                return false;
            }
            try {
                check(entry);
                result = use.use(entry, image.layers().get(layer), reading.data());
            } catch (RegistryException e) {
                // It may be that another entry of the layer takes its place.
                failure = e;
            }
            return false;
        }

        private void goTo(String to, int from, int first) {
            next = to;
            nextTop = from;
            nextBefore = first;
        }

        @Override
        public void forget() {
            result = null;
            failure = null;
            next = null;
        }

        private void check(LayerEntry entry) {
            if (entry.kind() != Kind.FILE) {
                throw RegistryException.of(
                                FailureKind.UNSUPPORTED,
                                image.name() + ": " + ImagePaths.shown(path) + " is no file, but a "
                                        + FileText.type(entry.kind()))
                        .withHint("only the bytes of files can be read; folders are listed with ls");
            }
        }

        @Override
        public boolean goesOn(MergedTree tree) {
            return tree.mayShow(path, false);
        }
    }
}
