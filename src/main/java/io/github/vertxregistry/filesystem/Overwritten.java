package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.task.Task;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which entries of a layer are gone once the layer is unpacked, since a later one of the same layer has their path, or is no folder and
 * lies above them, or lies below them though they are none. In memory are the layer's paths while it is read. Blocking.
 */
final class Overwritten {
    /** Of a layer in which no path stands twice. */
    static final Overwritten NOTHING = new Overwritten();

    private final BitSet numbers = new BitSet();
    private final TreeMap<String, Seen> last = new TreeMap<>();

    private Overwritten() {}

    /** The latest entry of a path. */
    private record Seen(int number, Kind kind) {
        /** What lies below a symbolic link is unpacked to where that leads, and the link stays. */
        boolean mayStayAbove() {
            return kind == Kind.FOLDER || kind == Kind.SYMLINK;
        }
    }

    /**
     * Reads a layer once.
     *
     * @param before the number of the first entry that does not count
     */
    static Overwritten of(StoredLayer layer, int before, TarConfig config, Task task) {
        Overwritten found = new Overwritten();
        try (LayerReading reading = LayerReading.open(layer, new LayerBudget(config), task)) {
            for (LayerEntry entry = reading.next(); entry != null; entry = reading.next()) {
                if (reading.number() < before
                        && LayerMark.of(entry.path(), layer.name()).kind() == LayerMark.Kind.ENTRY) {
                    found.see(entry, reading.number());
                }
            }
            reading.finish();
        }
        found.last.clear();
        return found;
    }

    /** Returns whether the layer's entry of that number, the first one's being 0, is gone. */
    boolean has(int number) {
        return numbers.get(number);
    }

    private void see(LayerEntry entry, int number) {
        String path = entry.path();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            Seen seen = last.get(above);
            if (seen != null && !seen.mayStayAbove()) {
                numbers.set(seen.number);
                last.remove(above);
            }
        }
        Seen old = last.put(path, new Seen(number, entry.kind()));
        if (old != null) {
            numbers.set(old.number);
        }
        if (entry.kind() != Kind.FOLDER) {
            Map<String, Seen> below = last.subMap(path + "/", path + "0");
            below.values().forEach(each -> numbers.set(each.number));
            below.clear();
        }
    }
}
