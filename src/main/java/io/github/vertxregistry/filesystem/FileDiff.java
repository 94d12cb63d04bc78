package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.message.ImageDifference.ChangedFile;
import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Compares the file trees of two images. Layers that both begin with are read once, and what is to be seen in both of them is not
 * looked at, so that in memory is what differs, besides the paths. Where a path turns out to stand twice in one layer, all is done once
 * more with each layer read twice, and the last one counts. Blocking.
 */
final class FileDiff {
    static final String ADDED = "added";
    static final String CHANGED = "changed";
    static final String REMOVED = "removed";
    private static final String SYMLINK = "symlink";
    private static final int BLOCK = 64 << 10;

    private final Side before;
    private final Side after;
    private final int common;
    private final TarConfig config;
    private final boolean careful;
    private final Task task;

    private FileDiff(ImageLayers before, ImageLayers after, int common, TarConfig config, boolean careful, Task task) {
        this.before = new Side(before);
        this.after = new Side(after);
        this.common = common;
        this.config = config;
        this.careful = careful;
        this.task = task;
    }

    /** One of the two images. */
    private static final class Side {
        private final ImageLayers image;
        private final MergedTree tree = new MergedTree();
        private final Map<String, State> files = new HashMap<>();

        Side(ImageLayers image) {
            this.image = image;
        }
    }

    /** What is compared of a file besides what is told of it. */
    private record State(ImageFile file, String content, Map<String, String> attributes) {}

    /**
     * Compares them.
     *
     * @param common how many layers, from the lowest on, are the same
     * @param times whether files that differ in nothing but their times differ
     */
    static List<ChangedFile> of(
            ImageLayers before, ImageLayers after, int common, boolean times, TarConfig config, Task task)
            throws IOException {
        FileDiff once = new FileDiff(before, after, common, config, false, task);
        once.read();
        if (!once.before.tree.isTwice() && !once.after.tree.isTwice()) {
            return once.changed(times);
        }
        FileDiff again = new FileDiff(before, after, common, config, true, task);
        again.read();
        return again.changed(times);
    }

    private void read() throws IOException {
        own(before);
        own(after);
        LayerBudget budget = new LayerBudget(config);
        List<Side> both = List.of(before, after);
        for (int number = common - 1; number >= 0; number--) {
            if (before.tree.isClosed() && after.tree.isClosed()) {
                break;
            }
            read(before.image.layers().get(number), budget, both);
        }
    }

    private void own(Side side) throws IOException {
        LayerBudget budget = new LayerBudget(config);
        List<StoredLayer> layers = side.image.layers();
        for (int number = layers.size() - 1; number >= common && !side.tree.isClosed(); number--) {
            read(layers.get(number), budget, List.of(side));
        }
    }

    private void read(StoredLayer layer, LayerBudget budget, List<Side> sides) throws IOException {
        Overwritten overwritten = careful ? Overwritten.of(layer, LayerWalk.ALL, config, task) : Overwritten.NOTHING;
        try (LayerReading reading = LayerReading.open(layer, budget, task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                LayerMark mark = LayerMark.of(entry.path(), layer.name());
                List<Side> seeing = new ArrayList<>();
                for (Side side : sides) {
                    switch (mark.kind()) {
                        case WHITEOUT -> side.tree.whiteout(mark.path());
                        case OPAQUE -> side.tree.opaque(mark.path());
                        case OTHER -> {}
                        case ENTRY -> {
                            if (overwritten.has(reading.number())) {
                                side.tree.passOver(entry.path(), entry.kind() == Kind.FOLDER);
                            } else if (side.tree.see(entry.path(), entry.kind() == Kind.FOLDER)) {
                                seeing.add(side);
                            }
                        }
                    }
                }
                boolean differs = seeing.size() == 1;
                if (differs) {
                    seeing.get(0).files.put(entry.path(), state(entry, layer, reading));
                }
            }
            reading.finish();
        }
        sides.forEach(side -> side.tree.nextLayer());
    }

    private static State state(LayerEntry entry, StoredLayer layer, LayerReading reading) throws IOException {
        String content = entry.kind() == Kind.FILE ? hash(reading.data()) : null;
        return new State(FileText.file(entry, layer.digest()), content, entry.attributes());
    }

    private static String hash(InputStream data) throws IOException {
        MessageDigest hash = Digest.newHash("sha256");
        byte[] block = new byte[BLOCK];
        for (int read = data.read(block, 0, BLOCK); read >= 0; read = data.read(block, 0, BLOCK)) {
            hash.update(block, 0, read);
        }
        return Digest.of("sha256", hash).hex();
    }

    private List<ChangedFile> changed(boolean times) {
        TreeSet<String> paths = new TreeSet<>(before.files.keySet());
        paths.addAll(after.files.keySet());
        List<ChangedFile> changed = new ArrayList<>();
        for (String path : paths) {
            State old = before.files.get(path);
            State now = after.files.get(path);
            if (old == null) {
                changed.add(new ChangedFile(ADDED, now.file.path(), null, null, now.file));
            } else if (now == null) {
                changed.add(new ChangedFile(REMOVED, old.file.path(), null, old.file, null));
            } else {
                List<String> what = what(old, now, times);
                if (!what.isEmpty()) {
                    changed.add(new ChangedFile(CHANGED, now.file.path(), what, old.file, now.file));
                }
            }
        }
        return changed;
    }

    private static List<String> what(State old, State now, boolean times) {
        List<String> what = new ArrayList<>();
        add(what, "type", old.file.type(), now.file.type());
        // Nobody can set a symbolic link's own mode.
        if (!old.file.type().equals(SYMLINK) && !now.file.type().equals(SYMLINK)) {
            add(what, "mode", old.file.mode(), now.file.mode());
        }
        add(what, "owner", old.file.uid() + ":" + old.file.gid(), now.file.uid() + ":" + now.file.gid());
        add(what, "size", old.file.size(), now.file.size());
        add(what, "content", old.content, now.content);
        add(what, "link", old.file.link(), now.file.link());
        add(what, "attributes", old.attributes, now.attributes);
        if (times) {
            add(what, "time", old.file.modified(), now.file.modified());
        }
        return what;
    }

    private static void add(List<String> what, String name, Object old, Object now) {
        if (!Objects.equals(old, now)) {
            what.add(name);
        }
    }
}
