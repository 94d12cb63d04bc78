package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
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
    private static final int MOST_STEPS = 40;

    /** Of the present layer: of each file that is hidden its number and 1 more, and what a path leads on to. */
    private PathTree hidden = new PathTree(1);

    private final Map<String, String> onward = new HashMap<>();
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
        hidden.set(hidden.reach(path), 0, number + 1);
        onward.remove(path);
        written.remove(path);
    }

    /** The layer has a file there that is to be seen; links behind it that lead there mean this one. */
    void isWritten(String path) {
        notHidden(path);
        onward.remove(path);
        written.remove(path);
    }

    /** The layer has a link there that nobody sees, or that is not written yet: whatever leads to it leads on. */
    void leadsOn(String path, String target) {
        notHidden(path);
        written.remove(path);
        onward.put(path, target);
    }

    /** The layer's file there has been written under another path. */
    void isWrittenAs(String path, String other) {
        notHidden(path);
        onward.remove(path);
        written.put(path, other);
    }

    /** Returns under which other path a file has been written, or null. */
    String writtenAs(String path) {
        return written.get(path);
    }

    /** Follows links of the layer that are not written; fails with {@code TAR_INVALID} where they lead round. */
    String resolve(String target, String image) {
        String found = target;
        for (int step = 0; onward.containsKey(found); step++) {
            if (step == MOST_STEPS) {
                throw RegistryException.of(FailureKind.TAR_INVALID, image + " has hard links that lead in a circle")
                        .withHint("no container can be made of this image: build it again");
            }
            found = onward.get(found);
        }
        return found;
    }

    /** Keeps a link until what it leads to is met, in this layer once more or in one below. */
    void keep(LayerEntry link, String target) {
        int node = hidden.find(target);
        int number = node == PathTree.NONE ? 0 : hidden.get(node, 0);
        (number == 0
                        ? toBelow.computeIfAbsent(target, key -> new ArrayList<>())
                        : toHidden.computeIfAbsent(number - 1, key -> new ArrayList<>()))
                .add(link);
    }

    private void notHidden(String path) {
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
        onward.clear();
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
