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
 * Finds one file of an image, symbolic and hard links followed. Of the layer that has it no more is read than it takes, so that
 * layer's digest is not verified; those above it have been. Blocking.
 */
final class FileSearch {
    private final ImageLayers image;
    private final TarConfig config;
    private final Task task;
    private String path;
    private int top;
    private boolean found;

    FileSearch(ImageLayers image, TarConfig config, Task task) {
        this.image = image;
        this.config = config;
        this.task = task;
    }

    /** Is given the file that was found. */
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
            new LayerWalk(image, config, task).from(top, step);
            if (found) {
                return step.result;
            }
            if (!step.followed) {
                throw ImagePaths.missing(path, image.name());
            }
        }
    }

    /** One way from the highest layer down, until the file, or a link on the way to it, is met. */
    private final class Step<R> implements LayerWalk.Visitor {
        private final Use<R> use;
        private R result;
        private boolean followed;

        Step(Use<R> use) {
            this.use = use;
        }

        @Override
        public boolean visit(LayerEntry entry, LayerReading reading, int layer) throws IOException {
            if (entry.kind() == Kind.SYMLINK && (entry.path().equals(path) || ImagePaths.isBelow(path, entry.path()))) {
                String rest = path.substring(entry.path().length());
                goTo(
                        ImagePaths.follow(entry.path(), entry.link() + rest),
                        image.layers().size() - 1);
                return false;
            }
            if (!entry.path().equals(path)) {
                return true;
            }
            if (entry.kind() == Kind.HARDLINK) {
                // What it means is what its own layer sees there, whatever higher ones did.
                goTo(entry.link(), layer);
                return false;
            }
            check(entry);
            result = use.use(entry, image.layers().get(layer), reading.data());
            found = true;
            return false;
        }

        private void goTo(String next, int from) {
            path = next;
            top = from;
            followed = true;
        }

        private void check(LayerEntry entry) {
            if (entry.kind() != Kind.FILE) {
                throw RegistryException.of(
                                FailureKind.UNSUPPORTED,
                                image.name() + ": " + ImagePaths.shown(path) + " is no file, but a "
                                        + FileText.type(entry.kind()))
                        .withHint("only the bytes of files can be read; folders are listed with ls");
            }
            if (entry.isSparse()) {
                throw RegistryException.of(
                                FailureKind.UNSUPPORTED,
                                image.name() + ": " + ImagePaths.shown(path) + " is a sparse file")
                        .withHint("export the image, and take it out of the tar");
            }
        }

        @Override
        public boolean goesOn(MergedTree tree) {
            return tree.mayShow(path, false);
        }
    }
}
