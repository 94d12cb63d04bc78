package io.github.vertxregistry.filesystem;

import java.util.HashMap;
import java.util.Map;

/**
 * Tells which entries of an image's layers are to be seen from above, while they are gone through from the highest to the lowest
 * (OCI Image Spec, "Image Layer Filesystem Changeset"): an entry is hidden where a higher layer has one of its path, or has taken
 * away, replaced by what is no folder, or made opaque a folder that it lies in. Entries of one layer do not hide one another, but that
 * one takes another's place is {@link #isTwice told}.
 */
final class MergedTree {
    private static final int NEVER = -1;

    private final Node root = new Node();
    private boolean twice;
    private int layer;

    /** What is known of a path: the first, and so the highest, layer that did something to it. */
    private static final class Node {
        /** That has an entry of this path, or takes it away. */
        private int claimed = NEVER;
        /** Below which nothing in this folder can be seen. */
        private int closed = NEVER;
        /** That has a folder here, be it for what lies in it. */
        private int folder = NEVER;
        /** Whose entry is to be seen. */
        private int shown = NEVER;

        private boolean shownAsFolder;

        private Map<String, Node> children;

        Node child(String name) {
            if (children == null) {
                children = new HashMap<>(4);
            }
            return children.computeIfAbsent(name, key -> new Node());
        }
    }

    /** Goes on with the next layer below. */
    void nextLayer() {
        layer++;
    }

    /** Returns whether nothing of the layers below can be seen. */
    boolean isClosed() {
        return root.closed != NEVER;
    }

    /** Returns whether an entry that was to be seen has lost its place to a later one of its own layer, which is no folder twice. */
    boolean isTwice() {
        return twice;
    }

    /** Returns whether something of that path, or below it, can still be seen in a layer below. */
    boolean mayShow(String path, boolean below) {
        Node node = root;
        for (int start = 0; start < path.length(); ) {
            if (node.closed != NEVER) {
                return false;
            }
            int end = end(path, start);
            node = node.children == null ? null : node.children.get(path.substring(start, end));
            if (node == null) {
                return true;
            }
            start = end + 1;
        }
        return node.closed == NEVER && (below || node.claimed == NEVER);
    }

    /** Takes an entry in; returns whether it is to be seen. */
    boolean see(String path, boolean isFolder) {
        Node node = reach(path);
        if (node == null) {
            return false;
        }
        boolean free = node.claimed == NEVER || node.claimed == layer;
        boolean visible = free && (isFolder || node.folder == NEVER || node.folder == layer);
        twice |= isFolder ? isNoFolder(node) : node.shown == layer || node.folder == layer;
        take(node, isFolder);
        if (visible) {
            node.shown = layer;
            node.shownAsFolder = isFolder;
        }
        return visible;
    }

    /** Takes in an entry that another one of its layer takes the place of: it hides what the layers below have, and is not seen. */
    void passOver(String path, boolean isFolder) {
        Node node = reach(path);
        if (node != null) {
            take(node, isFolder);
        }
    }

    private boolean isNoFolder(Node node) {
        return node.shown == layer && !node.shownAsFolder;
    }

    private void take(Node node, boolean isFolder) {
        claim(node);
        if (isFolder) {
            node.folder = node.folder == NEVER ? layer : node.folder;
        } else {
            close(node);
        }
    }

    /** Takes in that the layer takes this path away from those below. */
    void whiteout(String path) {
        Node node = reach(path);
        if (node != null) {
            claim(node);
            close(node);
        }
    }

    /** Takes in that of this folder nothing is left of what the layers below have in it. */
    void opaque(String path) {
        Node node = reach(path);
        if (node != null) {
            node.folder = node.folder == NEVER ? layer : node.folder;
            close(node);
        }
    }

    /** Returns whether an entry of this path in the present layer, which is no folder, is to be seen. */
    boolean isShown(String path) {
        Node node = root;
        for (int start = 0; start < path.length() && node != null; ) {
            int end = end(path, start);
            node = node.children == null ? null : node.children.get(path.substring(start, end));
            start = end + 1;
        }
        return node != null && node.shown == layer && node.folder == NEVER;
    }

    private void claim(Node node) {
        node.claimed = node.claimed == NEVER ? layer : node.claimed;
    }

    private void close(Node node) {
        node.closed = node.closed == NEVER ? layer : node.closed;
    }

    /** Returns the node of a path; null where a higher layer lets nothing be seen there. */
    private Node reach(String path) {
        Node node = root;
        for (int start = 0; start < path.length(); ) {
            if (node.closed != NEVER && node.closed < layer) {
                return null;
            }
            twice |= isNoFolder(node);
            node.folder = node.folder == NEVER ? layer : node.folder;
            int end = end(path, start);
            node = node.child(path.substring(start, end));
            start = end + 1;
        }
        return node;
    }

    private static int end(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }
}
