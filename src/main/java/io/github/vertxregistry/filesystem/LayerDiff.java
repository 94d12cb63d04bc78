package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.model.Digest;
import java.util.List;

/**
 * Which layers two images have in common, from the lowest on: told by what they unpack to, where both configs say that of every
 * layer, so that a compressed layer is the same as the plain one.
 *
 * @param common how many are the same
 * @param before the other layers of the one
 * @param after the other layers of the other
 */
record LayerDiff(int common, List<Digest> before, List<Digest> after) {
    static LayerDiff of(ImageLayers before, List<Digest> beforeIds, ImageLayers after, List<Digest> afterIds) {
        List<Digest> one = digests(before);
        List<Digest> other = digests(after);
        boolean byContent = one.size() == beforeIds.size() && other.size() == afterIds.size();
        List<Digest> oneKeys = byContent ? beforeIds : one;
        List<Digest> otherKeys = byContent ? afterIds : other;
        int common = 0;
        while (common < oneKeys.size()
                && common < otherKeys.size()
                && oneKeys.get(common).equals(otherKeys.get(common))) {
            common++;
        }
        return new LayerDiff(common, one.subList(common, one.size()), other.subList(common, other.size()));
    }

    private static List<Digest> digests(ImageLayers image) {
        return image.layers().stream().map(StoredLayer::digest).toList();
    }
}
