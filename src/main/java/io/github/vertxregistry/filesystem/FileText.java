package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.message.ImageFile;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.tar.LayerEntry;
import io.github.vertxregistry.tar.LayerEntry.Kind;
import io.github.vertxregistry.tar.LayerNames;
import java.util.List;
import java.util.Locale;

/** Entries as messages tell of them. */
final class FileText {
    private FileText() {}

    static ImageFile file(LayerEntry entry, Digest layer) {
        return new ImageFile(
                LayerNames.text(entry.path()),
                type(entry.kind()),
                mode(entry.mode()),
                entry.uid(),
                entry.gid(),
                entry.size(),
                entry.modified(),
                link(entry),
                entry.attributes().keySet().stream()
                        .map(LayerNames::text)
                        .sorted()
                        .toList(),
                layer);
    }

    /** Returns a folder that no layer has an entry of: it is there for what lies in it. */
    static ImageFile unwritten(String path, Digest layer) {
        return new ImageFile(LayerNames.text(path), type(Kind.FOLDER), mode(0755), 0, 0, 0, 0, null, List.of(), layer);
    }

    static String type(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String mode(int mode) {
        return String.format(Locale.ROOT, "%04o", mode);
    }

    private static String link(LayerEntry entry) {
        return switch (entry.kind()) {
            case SYMLINK, HARDLINK -> LayerNames.text(entry.link());
            case CHARACTER_DEVICE, BLOCK_DEVICE -> entry.device();
            default -> null;
        };
    }
}
