package io.github.vertxregistry.message;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * In what two images differ.
 *
 * @param before the digest of the one's manifest; of one in a tar its id
 * @param after the other's
 * @param config the fields of their configs that differ
 * @param commonLayers how many layers, from the lowest on, are the same
 * @param layersBefore the other layers of the one, lowest first
 * @param layersAfter the other layers of the other
 * @param files the files that differ, by their paths' order, at most as many as were asked for
 * @param added how many files are in the second image alone
 * @param changed how many are in both and differ
 * @param removed how many are in the first image alone
 */
public record ImageDifference(
        Digest before,
        Digest after,
        List<Field> config,
        int commonLayers,
        List<Digest> layersBefore,
        List<Digest> layersAfter,
        List<ChangedFile> files,
        long added,
        long changed,
        long removed) {
    public ImageDifference {
        config = List.copyOf(config);
        layersBefore = List.copyOf(layersBefore);
        layersAfter = List.copyOf(layersAfter);
        files = List.copyOf(files);
    }

    /**
     * A field of the config.
     *
     * @param name its name, {@code config.Env.PATH} or {@code history.3.created_by} for one
     * @param before its JSON text in the one, or null
     * @param after its JSON text in the other, or null
     */
    public record Field(String name, String before, String after) {}

    /**
     * A file.
     *
     * @param change added, changed or removed, in this word
     * @param path its path
     * @param what what has changed: {@code type, mode, owner, size, content, link, attributes, time}; of one that is in one image alone
     *     nothing
     * @param before the file in the one, or null
     * @param after the file in the other, or null
     */
    public record ChangedFile(String change, String path, List<String> what, ImageFile before, ImageFile after) {
        public ChangedFile {
            what = what == null ? List.of() : List.copyOf(what);
        }
    }

    /** Returns whether the two are the same to whoever runs them. */
    public boolean isNone() {
        return config.isEmpty() && layersBefore.isEmpty() && layersAfter.isEmpty() && added + changed + removed == 0;
    }
}
