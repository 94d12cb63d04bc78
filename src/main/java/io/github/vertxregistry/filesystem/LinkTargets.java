package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the hard links of an image mean that cannot be written when they are met: those to a file of their own layer that is hidden
 * from above, and those to a file of a layer below. The latter is looked for as their layer sees it, whatever higher layers hide.
 */
final class LinkTargets {
    /** Of the present layer, by the path that leads there: of a file that is hidden the number and 1 more. */
    private PathTree hidden = new PathTree(1);

    /** The path of a file of the layers below. */
    private final Map<String, String> below = new HashMap<>();
    /** The path under which a file is written already. */
    private final Map<String, String> written = new HashMap<>();
    /** Links of the present layer by what they lead to: files of it, each by its number, and paths. */
    private final Map<Integer, List<LayerEntry>> toHidden = new HashMap<>();

    private Map<String, List<LayerEntry>> toBelow = new LinkedHashMap<>();
    private final List<View> views = new ArrayList<>();
    /** Of the present entry, the links that mean it. */
    private List<LayerEntry> wanting = List.of();

    /** What a layer sees of those below it, and what its links want of them. */
    private record View(MergedTree tree, Map<String, List<LayerEntry>> wanted) {}

    /**
     * Takes an entry in before anything else is done with it.
     *
     * @param stays whether none of its own layer takes its place
     */
    void see(LayerMark mark, LayerEntry entry, boolean stays) {
        if (views.isEmpty()) {
            return;
        }
        wanting = new ArrayList<>();
        for (View view : views) {
            switch (mark.kind()) {
                case WHITEOUT -> view.tree.whiteout(mark.path());
                case OPAQUE -> view.tree.opaque(mark.path());
                case OTHER -> {}
                case ENTRY -> {
                    if (!stays) {
                        view.tree.passOver(entry.path(), entry.kind() == Kind.FOLDER);
                    } else if (view.tree.see(entry.path(), entry.kind() == Kind.FOLDER)
                            && entry.kind() != Kind.FOLDER
                            && view.wanted.containsKey(entry.path())) {
                        wanting.addAll(view.wanted.remove(entry.path()));
                    }
                }
            }
        }
    }

    /** Returns whether a link may have been led to an entry that has lost its place to a later one of its own layer. */
    boolean isTwice() {
        for (View view : views) {
            if (view.tree.isTwice()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the links of higher layers that mean the present entry. */
    List<LayerEntry> takeWanting() {
        List<LayerEntry> taken = new ArrayList<>(wanting);
        wanting = List.of();
        return taken;
    }

    /** The layer has a file there that nobody sees; links behind it that lead there mean this one. */
    void isHidden(String path, int number) {
        forget(path);
        hidden.set(hidden.reach(path), 0, number + 1);
    }

    /** The layer has a file there that is to be seen; links behind it that lead there mean this one. */
    void isWritten(String path) {
        forget(path);
    }

    /**
     * The layer has a link there that nobody sees, or that is not written yet: what leads to it means the file that the link means
     * now, whatever takes the place of its target.
     *
     * @param as under which path that file is written already, or null
     */
    void isLink(String path, String target, String as) {
        int number = numberOf(target);
        String there = below.getOrDefault(target, target);
        forget(path);
        if (as != null) {
            written.put(path, as);
        } else if (number != 0) {
            hidden.set(hidden.reach(path), 0, number);
        } else {
            below.put(path, there);
        }
    }

    /** The layer's file there has been written under another path. */
    void isWrittenAs(String path, String other) {
        forget(path);
        written.put(path, other);
    }

    /** Returns under which other path a file has been written, or null. */
    String writtenAs(String path) {
        return written.get(path);
    }

    /** Returns whether what leads there means a file that is not written yet. */
    boolean isAwaited(String path) {
        return below.containsKey(path) || numberOf(path) != 0;
    }

    /** Keeps a link until what it leads to is met, in this layer once more or in one below. */
    void keep(LayerEntry link, String target) {
        int number = numberOf(target);
        (number == 0
                        ? toBelow.computeIfAbsent(below.getOrDefault(target, target), key -> new ArrayList<>())
                        : toHidden.computeIfAbsent(number - 1, key -> new ArrayList<>()))
                .add(link);
    }

    private int numberOf(String path) {
        int node = hidden.find(path);
        return node == PathTree.NONE ? 0 : hidden.get(node, 0);
    }

    private void forget(String path) {
        below.remove(path);
        written.remove(path);
        int node = hidden.find(path);
        if (node != PathTree.NONE) {
            hidden.set(node, 0, 0);
        }
    }

    /** Returns whether the layer has to be read again. */
    boolean hasHidden() {
        return !toHidden.isEmpty();
    }

    /** Returns the links to the hidden file of that number in the layer, once. */
    List<LayerEntry> takeHidden(int number) {
        List<LayerEntry> taken = toHidden.remove(number);
        return taken == null ? List.of() : taken;
    }

    /** Goes on with the next layer below. */
    void nextLayer() {
        hidden = new PathTree(1);
        below.clear();
        written.clear();
        views.removeIf(view -> view.wanted.isEmpty());
        views.forEach(view -> view.tree.nextLayer());
        if (!toBelow.isEmpty()) {
            views.add(new View(new MergedTree(), toBelow));
            toBelow = new LinkedHashMap<>();
        }
    }

    /** Returns whether no link wants anything of the layers below. */
    boolean isSettled() {
        return views.isEmpty();
    }

    /** Returns a link whose file was not found. */
    Optional<LayerEntry> unsettled() {
        Iterator<View> left = views.iterator();
        return left.hasNext()
                ? Optional.of(left.next().wanted.values().iterator().next().get(0))
                : Optional.empty();
    }
}
