package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** What is done to an image that is rewritten; to each one of an index. */
@FunctionalInterface
interface ImageEdit {
    /** Changes the image in place; fails, and nothing is written then. */
    Future<Void> apply(EditableImage image);

    /** Changes the index whose images were all changed. */
    default void applyToIndex(ObjectNode index) {}

    /** Returns an edit that does both, this one first. */
    default ImageEdit then(ImageEdit next) {
        ImageEdit first = this;
        return new ImageEdit() {
            @Override
            public Future<Void> apply(EditableImage image) {
                return first.apply(image).compose(done -> next.apply(image));
            }

            @Override
            public void applyToIndex(ObjectNode index) {
                first.applyToIndex(index);
                next.applyToIndex(index);
            }
        };
    }
}
