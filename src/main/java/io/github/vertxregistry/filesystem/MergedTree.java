package io.github.vertxregistry.filesystem;

/**
 * Tells which entries of an image's layers are to be seen from above, while they are gone through from the highest to the lowest
 * (OCI Image Spec, "Image Layer Filesystem Changeset"): an entry is hidden where a higher layer has one of its path, or has taken
 * away, replaced by what is no folder, or made opaque a folder that it lies in. Entries of one layer do not hide one another, but that
 * one takes another's place is {@link #isTwice told}.
 */
final class MergedTree {
    private static final int NEVER = 0;
    /** What is known of a path: the first, and so the highest, layer that did something to it, the uppermost being 1. */
    private static final int CLAIMED = 0; // it has an entry of this path, or takes it away

    private static final int CLOSED = 1; // below it nothing in this folder can be seen
    private static final int FOLDER = 2; // it has a folder here, be it for what lies in it
    private static final int SHOWN = 3; // its entry is to be seen
    private static final int SHOWN_FOLDER = 4; // the same, where that is a folder
    private static final int FACTS = 5;

    private final PathTree paths = new PathTree(FACTS);
    private boolean twice;
    private int layer = 1;

    /** Goes on with the next layer below. */
    void nextLayer() {
        layer++;
    }

    /** Returns whether nothing of the layers below can be seen. */
    boolean isClosed() {
        return paths.get(PathTree.ROOT, CLOSED) != NEVER;
    }

    /** Returns whether an entry that was to be seen has lost its place to a later one of its own layer, which is no folder twice. */
    boolean isTwice() {
        return twice;
    }

    /** Returns whether something of that path, or below it, can still be seen in a layer below. */
    boolean mayShow(String path, boolean below) {
        int node = PathTree.ROOT;
        for (int start = 0; start < path.length(); ) {
            if (paths.get(node, CLOSED) != NEVER) {
                return false;
            }
            int end = PathTree.end(path, start);
            node = paths.find(node, path, start, end);
            if (node == PathTree.NONE) {
                return true;
            }
            start = end + 1;
        }
        return paths.get(node, CLOSED) == NEVER && (below || paths.get(node, CLAIMED) == NEVER);
    }

    /** Takes an entry in; returns whether it is to be seen. */
    boolean see(String path, boolean isFolder) {
        int node = reach(path);
        if (node == PathTree.NONE) {
            return false;
        }
        boolean visible = isFreeOrOurs(node, CLAIMED) && (isFolder || isFreeOrOurs(node, FOLDER));
        twice |= isFolder ? isNoFolder(node) : isOurs(node, SHOWN) || isOurs(node, FOLDER);
        take(node, isFolder);
        if (visible) {
            paths.set(node, SHOWN, layer);
            paths.set(node, SHOWN_FOLDER, isFolder ? layer : NEVER);
        }
        return visible;
    }

    /** Takes in an entry that another one of its layer takes the place of: it hides what the layers below have, and is not seen. */
    void passOver(String path, boolean isFolder) {
        int node = reach(path);
        if (node != PathTree.NONE) {
            take(node, isFolder);
        }
    }

    private boolean isNoFolder(int node) {
        return isOurs(node, SHOWN) && !isOurs(node, SHOWN_FOLDER);
    }

    private void take(int node, boolean isFolder) {
        first(node, CLAIMED);
        first(node, isFolder ? FOLDER : CLOSED);
    }

    /** Takes in that the layer takes this path away from those below. */
    void whiteout(String path) {
        int node = reach(path);
        if (node != PathTree.NONE) {
            first(node, CLAIMED);
            first(node, CLOSED);
        }
    }

    /** Takes in that of this folder nothing is left of what the layers below have in it. */
    void opaque(String path) {
        int node = reach(path);
        if (node != PathTree.NONE) {
            first(node, FOLDER);
            first(node, CLOSED);
        }
    }

    /** Returns whether an entry of this path in the present layer, which is no folder, is to be seen. */
    boolean isShown(String path) {
        int node = paths.find(path);
        return node != PathTree.NONE && isOurs(node, SHOWN) && paths.get(node, FOLDER) == NEVER;
    }

    /** Returns the node of a path; none where a higher layer lets nothing be seen there. */
    private int reach(String path) {
        int node = PathTree.ROOT;
        for (int start = 0; start < path.length(); ) {
            if (!isFreeOrOurs(node, CLOSED)) {
                return PathTree.NONE;
            }
            twice |= isNoFolder(node);
            first(node, FOLDER);
            int end = PathTree.end(path, start);
            node = paths.reach(node, path, start, end);
            start = end + 1;
        }
        return node;
    }

    private boolean isFreeOrOurs(int node, int fact) {
        return paths.get(node, fact) == NEVER || isOurs(node, fact);
    }

    private boolean isOurs(int node, int fact) {
        return paths.get(node, fact) == layer;
    }

    private void first(int node, int fact) {
        if (paths.get(node, fact) == NEVER) {
            paths.set(node, fact, layer);
        }
    }
}
