package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.model.Digest;
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
    private final TreeMap<String, ImageFile> files = new TreeMap<>();
    private String path;
    private boolean exists;
    private String followed;

    private FileListing(ImageLayers image, String path, boolean recursive) {
        this.image = image;
        this.path = path;
        this.recursive = recursive;
    }

    /** What was found. */
    record Listed(String path, Collection<ImageFile> files) {}

    static Listed of(ImageLayers image, String path, boolean recursive, TarConfig config, Task task)
            throws IOException {
        FileListing listing = new FileListing(image, path, recursive);
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
        for (int slash = entry.path().indexOf('/', from);
                slash >= 0;
                slash = entry.path().indexOf('/', slash + 1)) {
            files.computeIfAbsent(entry.path().substring(0, slash), folder -> FileText.unwritten(folder, layer));
            if (!recursive) {
                return;
            }
        }
        files.put(entry.path(), FileText.file(entry, layer));
    }

    @Override
    public boolean goesOn(MergedTree tree) {
        return tree.mayShow(path, true);
    }
}
