package io.github.vertxregistry.image;

import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.LayoutPlan;
import io.github.vertxregistry.layout.PartialLayout;
import io.github.vertxregistry.layout.Spans.Span;
import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A file or folder of this node; all blocking is done on worker threads. Belongs to the context that opens it. */
public final class FileTarget implements LayoutTarget {
    /** So much is written before the disk is told to begin. */
    private static final long FLUSHED = 64 << 20;

    private final Vertx vertx;
    private final Path target;
    private final boolean replace;
    private final Task task;

    /** Writes to that path; what is there is replaced only if that is said. */
    public FileTarget(Vertx vertx, Path target, boolean replace, Task task) {
        this.vertx = vertx;
        this.target = target;
        this.replace = replace;
        this.task = task;
    }

    @Override
    public String name() {
        return target.toString();
    }

    @Override
    public Future<Void> check(boolean folder) {
        return blocking(() -> PartialLayout.check(target, folder, replace));
    }

    @Override
    public Future<Writing> open(LayoutPlan plan) {
        return vertx.executeBlocking(() -> PartialLayout.open(target, plan, replace), false)
                .map(Files::new);
    }

    private Future<Void> blocking(Runnable work) {
        return vertx.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false);
    }

    private final class Files implements Writing {
        private final PartialLayout layout;
        private Future<Void> flushed = Future.succeededFuture();
        private long unflushed;

        Files(PartialLayout layout) {
            this.layout = layout;
        }

        @Override
        public List<Span> missing(LayoutEntry entry) {
            return layout.missing(entry);
        }

        @Override
        public ByteSink sink(LayoutEntry entry) {
            return new Place(this, entry);
        }

        /** The disk has something to do while more comes. */
        void written(long count) {
            unflushed += count;
            if (unflushed >= FLUSHED && flushed.isComplete()) {
                unflushed = 0;
                flushed = blocking(layout::flush);
            }
        }

        @Override
        public Future<Void> finish() {
            return flushed.compose(done -> blocking(layout::finish));
        }

        @Override
        public Future<Void> close() {
            return flushed.transform(done -> blocking(layout::close)).otherwiseEmpty();
        }
    }

    private final class Place implements ByteSink {
        private final Files files;
        private final PartialLayout layout;
        private final LayoutEntry entry;

        Place(Files files, LayoutEntry entry) {
            this.files = files;
            this.layout = files.layout;
            this.entry = entry;
        }

        @Override
        public long length() {
            return entry.size();
        }

        @Override
        public String name() {
            return entry.name() + " of " + target;
        }

        @Override
        public Future<Void> write(ByteBuffer bytes, long at) {
            int count = bytes.remaining();
            return blocking(() -> layout.write(entry.name(), bytes, at)).onSuccess(done -> files.written(count));
        }

        @Override
        public Future<Void> wrote(long from, long to) {
            return ordered(() -> layout.wrote(entry.name(), from, to));
        }

        @Override
        public Future<Void> forget() {
            return ordered(() -> layout.forget(entry.name()));
        }

        @Override
        public Future<Digest> digest(String algorithm) {
            return vertx.executeBlocking(() -> layout.digest(entry.name(), algorithm, task), false);
        }

        /** One after the other, in the order of the context's calls. */
        private Future<Void> ordered(Runnable work) {
            return vertx.executeBlocking(
                    () -> {
                        work.run();
                        return null;
                    },
                    true);
        }
    }
}
