package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.task.Task;
import java.io.IOException;

/**
 * Goes through what is to be seen of an image's layers, or as one of them sees those below it, from the highest to the lowest. A
 * layer that is read to its end is verified; who has found what was looked for stops in the middle of one. Blocking.
 */
final class LayerWalk {
    private final ImageLayers image;
    private final LayerBudget budget;
    private final Task task;

    LayerWalk(ImageLayers image, TarConfig config, Task task) {
        this.image = image;
        this.budget = new LayerBudget(config);
        this.task = task;
    }

    /** Looks at entries. */
    interface Visitor {
        /** Looks at an entry that is to be seen; returns whether to go on. */
        boolean visit(LayerEntry entry, LayerReading reading, int layer) throws IOException;

        /** Returns whether to go on with the next layer below. */
        boolean goesOn(MergedTree tree);
    }

    /** Goes from that layer down. */
    void from(int top, Visitor visitor) throws IOException {
        MergedTree tree = new MergedTree();
        for (int number = top; number >= 0; number--) {
            if (!layer(number, tree, visitor) || tree.isClosed() || !visitor.goesOn(tree)) {
                return;
            }
            tree.nextLayer();
        }
    }

    private boolean layer(int number, MergedTree tree, Visitor visitor) throws IOException {
        StoredLayer layer = image.layers().get(number);
        try (LayerReading reading = LayerReading.open(layer, budget, task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                LayerMark mark = LayerMark.of(entry.path(), layer.name());
                switch (mark.kind()) {
                    case WHITEOUT -> tree.whiteout(mark.path());
                    case OPAQUE -> tree.opaque(mark.path());
                    case OTHER -> {}
                    case ENTRY -> {
                        if (tree.see(entry.path(), entry.kind() == Kind.FOLDER)
                                && !visitor.visit(entry, reading, number)) {
                            return false;
                        }
                    }
                }
            }
            reading.finish();
            return true;
        }
    }
}
