package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.blob.StreamInput;
import io.github.vertxregistry.model.ByteSource;
import io.github.vertxregistry.model.Digest;
import io.vertx.core.Context;
import java.io.InputStream;

/**
 * A registry's layer, read by a worker that waits for its bytes while an event loop fetches them: one block ahead of what is
 * read, and no more.
 */
final class FetchedLayer implements StoredLayer {
    private final Context loop;
    private final ByteSource source;
    private final Digest digest;

    /** Prepares reading; nothing is asked for yet. */
    FetchedLayer(Context loop, ByteSource source, Digest digest) {
        this.loop = loop;
        this.source = source;
        this.digest = digest;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public long size() {
        return source.length();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public InputStream open() {
        return StreamInput.open(loop, source);
    }
}
