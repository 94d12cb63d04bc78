package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.task.Task;
import java.io.IOException;

/**
 * Goes through what is to be seen of an image's layers, or as one of them sees those below it, from the highest to the lowest. Each
 * layer is read to its end, which verifies it, and shows whether a path stands twice in it: of those the last one counts, as when it
 * is unpacked, and all is gone through once more with each layer read twice. Blocking.
 */
final class LayerWalk {
    /** All entries of a layer count. */
    static final int ALL = Integer.MAX_VALUE;

    private final ImageLayers image;
    private final TarConfig config;
    private final Task task;

    LayerWalk(ImageLayers image, TarConfig config, Task task) {
        this.image = image;
        this.config = config;
        this.task = task;
    }

    /** Looks at entries. */
    interface Visitor {
        /** Looks at an entry that is to be seen; returns whether to be shown more of them. */
        boolean visit(LayerEntry entry, LayerReading reading, int layer) throws IOException;

        /** Returns whether to go on with the next layer below. */
        boolean goesOn(MergedTree tree);

        /** Forgets what it has been shown: it is shown once more, without what was not to be seen after all. */
        void forget() throws IOException;
    }

    /**
     * Goes from that layer down.
     *
     * @param before the number of that layer's first entry that does not count
     */
    void from(int top, int before, Visitor visitor) throws IOException {
        if (!isGone(top, before, visitor, false)) {
            visitor.forget();
            isGone(top, before, visitor, true);
        }
    }

    /** Returns false where a path stands twice in a layer and that was not reckoned with. */
    private boolean isGone(int top, int before, Visitor visitor, boolean careful) throws IOException {
        MergedTree tree = new MergedTree();
        LayerBudget budget = new LayerBudget(config);
        for (int number = top; number >= 0; number--) {
            StoredLayer layer = image.layers().get(number);
            int end = number == top ? before : ALL;
            Overwritten overwritten = careful ? Overwritten.of(layer, end, config, task) : Overwritten.NOTHING;
            boolean goesOn;
            try (LayerReading reading = LayerReading.open(layer, budget, task)) {
                goesOn = layer(reading, number, end, overwritten, tree, visitor);
                reading.finish();
            }
            if (!careful && tree.isTwice()) {
                return false;
            }
            if (!goesOn || tree.isClosed() || !visitor.goesOn(tree)) {
                return true;
            }
            tree.nextLayer();
        }
        return true;
    }

    private static boolean layer(
            LayerReading reading, int number, int end, Overwritten overwritten, MergedTree tree, Visitor visitor)
            throws IOException {
        boolean wants = true;
        for (LayerEntry entry = reading.next(); entry != null && reading.number() < end; entry = reading.next()) {
            LayerMark mark = LayerMark.of(entry.path(), reading.name());
            boolean isFolder = entry.kind() == Kind.FOLDER;
            switch (mark.kind()) {
                case WHITEOUT -> tree.whiteout(mark.path());
                case OPAQUE -> tree.opaque(mark.path());
                case OTHER -> {}
                case ENTRY -> {
                    if (overwritten.has(reading.number())) {
                        tree.passOver(entry.path(), isFolder);
                    } else if (tree.see(entry.path(), isFolder) && wants) {
                        wants = visitor.visit(entry, reading, number);
                    }
                }
            }
        }
        return wants;
    }
}
