package io.github.vertxregistry.image;

import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.LayoutPlan;
import io.github.vertxregistry.layout.Spans.Span;
import io.github.vertxregistry.model.ByteSink;
import io.vertx.core.Future;
import java.util.List;

/** Where a layout is written: a file or folder of this node today, another place that takes bytes tomorrow. */
public interface LayoutTarget {
    /** Returns what it is called, for messages. */
    String name();

    /** Fails where nothing could be written there, before anything is asked of a registry. */
    Future<Void> check(boolean folder);

    /** Begins to write, or goes on where the same plan was broken off. */
    Future<Writing> open(LayoutPlan plan);

    /** A layout that is being written; closed by who opened it. */
    interface Writing {
        /** Returns what is missing of an entry; what is there is to be hashed before it is trusted. */
        List<Span> missing(LayoutEntry entry);

        /** Returns the place of a blob. */
        ByteSink sink(LayoutEntry entry);

        /** Gives the whole its name, when all of it is safe. */
        Future<Void> finish();

        /** Gives up what is held open; what has been written stays to be gone on with, unless the whole has its name. */
        Future<Void> close();
    }
}
