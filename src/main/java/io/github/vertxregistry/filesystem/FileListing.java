package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.tar.LayerBudget;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.tar.LayerNames;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeMap;

/**
 * Lists what lies in a folder of an image, symbolic links on the way to it followed. Layers are read from the highest to the lowest,
 * and no further than something of the folder can be seen. Blocking.
 */
final class FileListing implements LayerWalk.Visitor {
    private final ImageLayers image;
    private final boolean recursive;
    private final TarConfig config;
    private final TreeMap<String, ImageFile> files = new TreeMap<>();
    private LayerBudget unwritten;
    private String path;
    private boolean exists;
    private String followed;

    private FileListing(ImageLayers image, String path, boolean recursive, TarConfig config) {
        this.image = image;
        this.path = path;
        this.recursive = recursive;
        this.config = config;
        this.unwritten = new LayerBudget(config);
    }

    /** What was found. */
    record Listed(String path, Collection<ImageFile> files) {}

    static Listed of(ImageLayers image, String path, boolean recursive, TarConfig config, Task task)
            throws IOException {
        FileListing listing = new FileListing(image, path, recursive, config);
        for (int links = 0; ; links++) {
            ImagePaths.checkLinks(links, path, image.name());
            listing.forget();
            new LayerWalk(image, config, task).from(image.layers().size() - 1, LayerWalk.ALL, listing);
            if (listing.followed != null) {
                listing.path = listing.followed;
            } else if (listing.exists) {
                return new Listed(LayerNames.text(listing.path), listing.files.values());
            } else {
                throw ImagePaths.missing(listing.path, image.name());
            }
        }
    }

    @Override
    public void forget() {
        followed = null;
        exists = path.isEmpty();
        files.clear();
        unwritten = new LayerBudget(config);
    }

    @Override
    public boolean visit(LayerEntry entry, LayerReading reading, int layer) {
        Digest digest = image.layers().get(layer).digest();
        if (ImagePaths.isBelow(entry.path(), path)) {
            exists = true;
            take(entry, digest);
            return true;
        }
        boolean isIt = entry.path().equals(path);
        if (entry.kind() == Kind.SYMLINK && (isIt || ImagePaths.isBelow(path, entry.path()))) {
            followed = ImagePaths.follow(
                    entry.path(), entry.link() + path.substring(entry.path().length()));
            return false;
        }
        exists |= isIt;
        if (isIt && entry.kind() != Kind.FOLDER) {
            files.put(path, FileText.file(entry, digest));
            return false;
        }
        return true;
    }

    private void take(LayerEntry entry, Digest layer) {
        int from = path.isEmpty() ? 0 : path.length() + 1;
        String folder = entry.path();
        if (!recursive) {
            int slash = folder.indexOf('/', from);
            if (slash >= 0) {
                unwritten(folder.substring(0, slash), layer);
                return;
            }
        }
        // What is there has all that is above it there, too.
        boolean more = true;
        for (int slash = folder.lastIndexOf('/'); more && slash >= from; slash = folder.lastIndexOf('/')) {
            folder = folder.substring(0, slash);
            more = unwritten(folder, layer);
        }
        files.put(entry.path(), FileText.file(entry, layer));
    }

    /** Returns whether it was not there yet. Each takes memory, and an entry's path may have thousands of them. */
    private boolean unwritten(String folder, Digest layer) {
        if (files.containsKey(folder)) {
            return false;
        }
        unwritten.folder(folder, image.name());
        files.put(folder, FileText.unwritten(folder, layer));
        return true;
    }

    @Override
    public boolean goesOn(MergedTree tree) {
        return tree.mayShow(path, true);
    }
}
