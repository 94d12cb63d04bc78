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
import java.util.List;

/**
 * Writes the file tree of an image, as a container of it would see it, as one tar. The layers are read once, from the highest to the
 * lowest, so that what is written need never be taken back; a layer is read a second time only where a link is to be seen and the
 * file that it leads to is not. In memory are the paths, and no file's data. Blocking.
 */
public final class Flattening {
    private final ImageLayers image;
    private final TarConfig config;
    private final LayerBudget budget;
    private final LayerWriter writer;
    private final Task task;
    private final MergedTree tree = new MergedTree();
    private final LinkTargets links = new LinkTargets();
    private long entries;

    /** Prepares writing an image's tree. */
    public Flattening(ImageLayers image, TarConfig config, LayerWriter writer, Task task) {
        this.image = image;
        this.config = config;
        this.budget = new LayerBudget(config);
        this.writer = writer;
        this.task = task;
    }

    /** Writes it all; returns how many entries. The same image gives the same bytes. */
    public long run() throws IOException {
        List<StoredLayer> layers = image.layers();
        for (int number = layers.size() - 1; number >= 0 && !(tree.isClosed() && links.isSettled()); number--) {
            StoredLayer layer = layers.get(number);
            read(layer);
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
        return entries;
    }

    private void read(StoredLayer layer) throws IOException {
        try (LayerReading reading = LayerReading.open(layer, budget, task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                LayerMark mark = LayerMark.of(entry.path(), layer.name());
                links.see(mark, entry);
                switch (mark.kind()) {
                    case WHITEOUT -> tree.whiteout(mark.path());
                    case OPAQUE -> tree.opaque(mark.path());
                    case OTHER -> hidden(entry, reading);
                    case ENTRY -> take(entry, reading);
                }
            }
            reading.finish();
        }
    }

    private void take(LayerEntry entry, LayerReading reading) throws IOException {
        boolean visible = tree.see(entry.path(), entry.kind() == Kind.FOLDER);
        if (!visible) {
            hidden(entry, reading);
        } else if (entry.kind() == Kind.HARDLINK) {
            List<LayerEntry> wanting = links.takeWanting();
            if (!isLinked(entry, entry.link())) {
                links.leadsOn(entry.path(), entry.link());
            }
            link(wanting, entry.link());
        } else {
            write(entry, entry.path(), reading);
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
            links.leadsOn(entry.path(), entry.link());
            link(wanting, entry.link());
        } else if (wanting.isEmpty()) {
            links.isHidden(entry.path());
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
        String found = links.resolve(target, image.name());
        String written = links.writtenAs(found);
        if (written == null && (!tree.isShown(found) || found.equals(name.path()))) {
            links.keep(name, found);
            return false;
        }
        writeLinks(List.of(name), written == null ? found : written);
        return true;
    }

    private void readAgain(StoredLayer layer) throws IOException {
        try (LayerReading reading = LayerReading.open(layer, new LayerBudget(config), task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                List<LayerEntry> names = links.takeHidden(entry);
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
