package io.github.vertxregistry.cluster;

import io.github.vertxregistry.bus.PrivatePeer;
import io.github.vertxregistry.image.LayoutTarget;
import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.LayoutPlan;
import io.github.vertxregistry.layout.Spans.Span;
import io.github.vertxregistry.message.PlaceMessage;
import io.github.vertxregistry.message.PlaceMessage.PlaceFile;
import io.github.vertxregistry.message.PlaceMessage.Step;
import io.github.vertxregistry.message.PlaceOpened;
import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A file or folder of a caller, to which a node writes over the event bus: in chunks, each acknowledged, and of a block all
 * before the next is written, so that memory stays the same however slow the caller is.
 */
public final class RemotePlace implements LayoutTarget {
    private static final int CHUNK = 128 << 10;
    private static final long TIMEOUT_MS = 30_000;
    /** Large files are read back whole. */
    private static final long DIGEST_TIMEOUT_MS = 600_000;

    private final PrivatePeer peer;

    /** Creates the view of it. */
    public RemotePlace(PrivatePeer peer) {
        this.peer = peer;
    }

    /** Stops the task when the caller has gone; returns what ends the watch. */
    public Runnable watch(Task task) {
        return peer.watch(task, JsonBinding.toJson(PlaceMessage.of(Step.THERE)));
    }

    @Override
    public String name() {
        return peer.name();
    }

    @Override
    public Future<Void> check(boolean folder) {
        return tell(new PlaceMessage(Step.CHECK, folder, null, null, null, null, null));
    }

    @Override
    public Future<Writing> open(LayoutPlan plan) {
        List<PlaceFile> files = plan.entries().stream()
                .map(entry -> new PlaceFile(
                        entry.name(),
                        entry.size(),
                        entry.content() == null ? null : Base64.getEncoder().encodeToString(entry.content())))
                .toList();
        return ask(new PlaceMessage(Step.OPEN, plan.isFolder(), files, null, null, null, null), TIMEOUT_MS)
                .map(answer -> new Remote(JsonBinding.fromJson(answer, PlaceOpened.class)));
    }

    private Future<Void> tell(PlaceMessage message) {
        return ask(message, TIMEOUT_MS).mapEmpty();
    }

    private Future<JsonObject> ask(PlaceMessage message, long timeoutMs) {
        return peer.ask(JsonBinding.toJson(message), Map.of(), timeoutMs).map(answer -> (JsonObject) answer);
    }

    private final class Remote implements Writing {
        private final PlaceOpened opened;

        Remote(PlaceOpened opened) {
            this.opened = opened;
        }

        @Override
        public List<Span> missing(LayoutEntry entry) {
            return opened.missing().getOrDefault(entry.name(), List.of()).stream()
                    .map(span -> new Span(span.get(0), span.get(1)))
                    .toList();
        }

        @Override
        public ByteSink sink(LayoutEntry entry) {
            return new Place(entry);
        }

        @Override
        public Future<Void> finish() {
            return ask(PlaceMessage.of(Step.FINISH), DIGEST_TIMEOUT_MS).mapEmpty();
        }

        @Override
        public Future<Void> close() {
            return tell(PlaceMessage.of(Step.CLOSE)).otherwiseEmpty();
        }
    }

    private final class Place implements ByteSink {
        private final LayoutEntry entry;

        Place(LayoutEntry entry) {
            this.entry = entry;
        }

        @Override
        public long length() {
            return entry.size();
        }

        @Override
        public String name() {
            return entry.name() + " of " + peer.name();
        }

        @Override
        public Future<Void> write(ByteBuffer bytes, long at) {
            List<Future<Object>> chunks = new ArrayList<>();
            long next = at;
            while (bytes.hasRemaining()) {
                byte[] chunk = new byte[Math.min(CHUNK, bytes.remaining())];
                bytes.get(chunk);
                Map<String, String> headers =
                        Map.of(PlaceMessage.ENTRY, entry.name(), PlaceMessage.AT, Long.toString(next));
                chunks.add(peer.ask(Buffer.buffer(chunk), headers, TIMEOUT_MS));
                next += chunk.length;
            }
            // A block is a few chunks; all of them, since its memory is used again.
            return Future.join(chunks).mapEmpty();
        }

        @Override
        public Future<Void> wrote(long from, long to) {
            return tell(new PlaceMessage(Step.WROTE, null, null, entry.name(), from, to, null));
        }

        @Override
        public Future<Void> forget() {
            return tell(new PlaceMessage(Step.FORGET, null, null, entry.name(), null, null, null));
        }

        @Override
        public Future<Digest> digest(String algorithm) {
            return ask(
                            new PlaceMessage(Step.DIGEST, null, null, entry.name(), null, null, algorithm),
                            DIGEST_TIMEOUT_MS)
                    .map(answer -> Digest.of(answer.getString("digest")));
        }
    }
}
