package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.tar.LayerNames;
import io.github.vertxregistry.tar.LayerWriter;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes the file tree of an image, as a container of it would see it, as one tar. The layers are read once, from the highest to the
 * lowest, so that what is written need never be taken back; a layer is read a second time only where a link is to be seen and the
 * file that it leads to is not. Where a path turns out to stand twice in one layer, of which the last one counts, what was written is
 * thrown away, and all is done once more with each layer read twice. In memory are the paths, and no file's data. Blocking.
 */
public final class Flattening {
    private final ImageLayers image;
    private final TarConfig config;
    private final LayerBudget budget;
    private final LayerWriter writer;
    private final boolean careful;
    private final Task task;
    private final MergedTree tree = new MergedTree();
    private final LinkTargets links = new LinkTargets();
    private Overwritten overwritten = Overwritten.NOTHING;
    private long entries;

    private Flattening(ImageLayers image, TarConfig config, LayerWriter writer, boolean careful, Task task) {
        this.image = image;
        this.config = config;
        this.budget = new LayerBudget(config);
        this.writer = writer;
        this.careful = careful;
        this.task = task;
    }

    /** Takes away what has been written. */
    @FunctionalInterface
    public interface Emptied {
        void empty() throws IOException;
    }

    /**
     * Writes it all; returns how many entries. The same image gives the same bytes.
     *
     * @param emptied is called where it has to begin again
     */
    public static long write(ImageLayers image, TarConfig config, OutputStream out, Emptied emptied, Task task)
            throws IOException {
        Flattening once = new Flattening(image, config, new LayerWriter(out), false, task);
        if (once.run()) {
            return once.entries;
        }
        emptied.empty();
        Flattening careful = new Flattening(image, config, new LayerWriter(out), true, task);
        careful.run();
        return careful.entries;
    }

    /** Returns false where a path stands twice in a layer and that was not reckoned with. */
    private boolean run() throws IOException {
        List<StoredLayer> layers = image.layers();
        for (int number = layers.size() - 1; number >= 0 && !(tree.isClosed() && links.isSettled()); number--) {
            StoredLayer layer = layers.get(number);
            if (careful) {
                overwritten = Overwritten.of(layer, LayerWalk.ALL, config, task);
            }
            if (!read(layer)) {
                return false;
            }
            if (links.hasHidden()) {
                readAgain(layer);
            }
            tree.nextLayer();
            links.nextLayer();
        }
        links.unsettled().ifPresent(link -> {
            throw leadsNowhere(link);
        });
        writer.finish();
        return true;
    }

    private boolean read(StoredLayer layer) throws IOException {
        try (LayerReading reading = LayerReading.open(layer, budget, task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                LayerMark mark = LayerMark.of(entry.path(), layer.name());
                links.see(mark, entry, !overwritten.has(reading.number()));
                switch (mark.kind()) {
                    case WHITEOUT -> tree.whiteout(mark.path());
                    case OPAQUE -> tree.opaque(mark.path());
                    case OTHER -> hidden(entry, reading);
                    case ENTRY -> take(entry, reading);
                }
                if (!careful && (tree.isTwice() || links.isTwice())) {
                    return false;
                }
            }
            reading.finish();
            return true;
        }
    }

    private void take(LayerEntry entry, LayerReading reading) throws IOException {
        if (overwritten.has(reading.number())) {
            tree.passOver(entry.path(), entry.kind() == Kind.FOLDER);
            hidden(entry, reading);
        } else if (!tree.see(entry.path(), entry.kind() == Kind.FOLDER)) {
            hidden(entry, reading);
        } else if (entry.kind() == Kind.HARDLINK) {
            List<LayerEntry> wanting = links.takeWanting();
            if (isLinked(entry, entry.link())) {
                links.isWritten(entry.path());
            } else {
                links.isLink(entry.path(), entry.link(), null);
            }
            link(wanting, entry.link());
        } else {
            write(entry, entry.path(), reading);
            links.isWritten(entry.path());
            writeLinks(links.takeWanting(), entry.path());
        }
    }

    /** Nobody sees it, but a link of a higher layer may mean it, and one of this layer may come. */
    private void hidden(LayerEntry entry, LayerReading reading) throws IOException {
        if (entry.kind() == Kind.FOLDER) {
            return;
        }
        List<LayerEntry> wanting = links.takeWanting();
        if (entry.kind() == Kind.HARDLINK) {
            links.isLink(entry.path(), entry.link(), written(entry, entry.link()));
            link(wanting, entry.link());
        } else if (wanting.isEmpty()) {
            links.isHidden(entry.path(), reading.number());
        } else {
            String first = wanting.get(0).path();
            write(entry, first, reading);
            writeLinks(wanting.subList(1, wanting.size()), first);
            links.isWrittenAs(entry.path(), first);
        }
    }

    private void link(List<LayerEntry> names, String target) throws IOException {
        for (LayerEntry name : names) {
            isLinked(name, target);
        }
    }

    /** Writes a link to what is written already; returns false where that is still to come, and the link is kept. */
    private boolean isLinked(LayerEntry name, String target) throws IOException {
        String written = written(name, target);
        if (written == null) {
            links.keep(name, target);
            return false;
        }
        writeLinks(List.of(name), written);
        return true;
    }

    /** Returns under which path the file is written that a link means, or null. */
    private String written(LayerEntry link, String target) {
        String other = links.writtenAs(target);
        boolean isThere = tree.isShown(target) && !links.isAwaited(target) && !target.equals(link.path());
        return other == null && isThere ? target : other;
    }

    private void readAgain(StoredLayer layer) throws IOException {
        try (LayerReading reading = LayerReading.open(layer, new LayerBudget(config), task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                List<LayerEntry> names = links.takeHidden(reading.number());
                if (!names.isEmpty()) {
                    String first = names.get(0).path();
                    write(entry, first, reading);
                    writeLinks(names.subList(1, names.size()), first);
                }
            }
            reading.finish();
        }
    }

    private void write(LayerEntry entry, String path, LayerReading reading) throws IOException {
        writer.entry(entry, path, reading.data());
        entries++;
    }

    private void writeLinks(List<LayerEntry> names, String target) throws IOException {
        for (LayerEntry name : names) {
            writer.link(name, name.path(), target);
            entries++;
        }
    }

    private RegistryException leadsNowhere(LayerEntry link) {
        return RegistryException.of(
                        FailureKind.TAR_INVALID,
                        image.name() + ": '" + Names.shown(LayerNames.text(link.path())) + "' is a hard link to '"
                                + Names.shown(LayerNames.text(link.link())) + "', which is not there")
                .withHint("no container can be made of this image: build it again");
    }
}
