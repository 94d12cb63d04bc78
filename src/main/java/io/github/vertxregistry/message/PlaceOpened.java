package io.github.vertxregistry.message;

import java.util.List;
import java.util.Map;

/**
 * What is missing of the files of a layout that has been opened.
 *
 * @param missing by the file's name, pairs of where a part begins and where it ends
 */
public record PlaceOpened(Map<String, List<List<Long>>> missing) {
    public PlaceOpened {
        missing = Map.copyOf(missing);
    }
}
