package io.github.vertxregistry.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a job that one node does, and that is safe to be done twice: some images, one after the other.
 *
 * @param images which, by their names at the source; to be deleted, at the target
 */
record Step(List<Tagged> images) {
    private static final int MOST_IMAGES = 10;
    private static final int STEPS = 64;

    Step {
        images = List.copyOf(images);
    }

    /** Parts images into steps: few enough for the cluster to keep, and enough for all nodes to have their share. */
    static List<Step> of(List<Tagged> images) {
        int size = Math.max(1, Math.min(MOST_IMAGES, images.size() / STEPS));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < images.size(); i += size) {
            steps.add(new Step(images.subList(i, Math.min(images.size(), i + size))));
        }
        return steps;
    }
}
