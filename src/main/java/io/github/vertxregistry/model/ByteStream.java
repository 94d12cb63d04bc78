package io.github.vertxregistry.model;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A stream of bytes that whoever opened it closes. */
public interface ByteStream extends ReadStream<Buffer> {
    /** Gives up what the stream holds open; may be called at any time, and again. */
    Future<Void> close();
}
