package io.github.vertxregistry.cluster;

import io.github.vertxregistry.bus.Caller;
import io.github.vertxregistry.bus.PrivateAddress;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.image.FileTarget;
import io.github.vertxregistry.image.LayoutTarget;
import io.github.vertxregistry.layout.LayoutEntry;
import io.github.vertxregistry.layout.LayoutPlan;
import io.github.vertxregistry.message.PlaceMessage;
import io.github.vertxregistry.message.PlaceOpened;
import io.github.vertxregistry.model.ByteSink;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file or folder of this process that a node of the cluster may write, until it is taken back. Belongs to one context. */
public final class LentPlace {
    private final LayoutTarget target;
    private final PrivateAddress lent;
    private LayoutTarget.Writing writing;
    private Map<String, LayoutEntry> entries = Map.of();
    private final Map<String, ByteSink> sinks = new HashMap<>();
    private boolean takenBack;

    private LentPlace(Caller caller, Path path, boolean replace) {
        Vertx vertx = caller.vertx();
        this.target = new FileTarget(vertx, path, replace, Task.unwatched());
        this.lent = caller.lendPlace(this::answer);
    }

    /** Lends the place of a file that is to be made; what is there is replaced only if that is said. */
    public static LentPlace lend(Caller caller, String path, boolean replace) {
        try {
            return new LentPlace(caller, Path.of(path).toAbsolutePath(), replace);
        } catch (InvalidPathException e) {
            throw RegistryException.badField("tar", "is not a path: '" + Names.shown(path) + "'")
                    .withCause(e);
        }
    }

    /** Returns the private address, when it is known in the whole cluster. */
    public Future<String> address() {
        return lent.address();
    }

    /** Takes it back; what has been written stays to be gone on with, unless it is whole. */
    public Future<Void> takeBack() {
        return lent.close().eventually(() -> {
            takenBack = true;
            return close();
        });
    }

    private Future<?> answer(Object body, MultiMap headers) {
        if (body instanceof Buffer bytes) {
            return sink(headers.get(PlaceMessage.ENTRY))
                    .write(ByteBuffer.wrap(bytes.getBytes()), Long.parseLong(headers.get(PlaceMessage.AT)));
        }
        if (!(body instanceof JsonObject json)) {
            throw RegistryException.of(FailureKind.BAD_REQUEST, "the body must be a JSON object or a buffer");
        }
        PlaceMessage message = JsonBinding.fromJson(json, PlaceMessage.class);
        return switch (message.step()) {
            case THERE -> Future.succeededFuture();
            case CHECK -> target.check(Boolean.TRUE.equals(message.folder()));
            case OPEN -> open(message);
            case WROTE -> sink(message.entry()).wrote(message.from(), message.to());
            case FORGET -> sink(message.entry()).forget();
            case DIGEST ->
                sink(message.entry()).digest(message.algorithm()).map(digest -> new JsonObject()
                        .put("digest", digest.toString()));
            case FINISH -> opened().finish();
            case CLOSE -> close();
        };
    }

    /** A second node that is given the work goes on where the first has left it. */
    private Future<JsonObject> open(PlaceMessage message) {
        List<LayoutEntry> files = message.files().stream()
                .map(file -> new LayoutEntry(
                        inLayout(file.name()),
                        file.size(),
                        file.content() == null ? null : Base64.getDecoder().decode(file.content())))
                .toList();
        LayoutPlan plan = Boolean.TRUE.equals(message.folder()) ? LayoutPlan.folder(files) : LayoutPlan.tar(files);
        return close().compose(closed -> target.open(plan))
                .compose(this::unlessTakenBack)
                .map(opened -> {
                    writing = opened;
                    entries = new HashMap<>();
                    Map<String, List<List<Long>>> missing = new HashMap<>();
                    for (LayoutEntry entry : plan.entries()) {
                        entries.put(entry.name(), entry);
                        if (entry.content() == null) {
                            missing.put(
                                    entry.name(),
                                    opened.missing(entry).stream()
                                            .map(span -> List.of(span.from(), span.to()))
                                            .toList());
                        }
                    }
                    return JsonBinding.toJson(new PlaceOpened(missing));
                });
    }

    /** A node may name the files of a layout, and no other of this machine. */
    private static String inLayout(String name) {
        try {
            Path path = Path.of(name);
            if (!name.isEmpty()
                    && !path.isAbsolute()
                    && !path.startsWith("..")
                    && path.normalize().equals(path)) {
                return name;
            }
        } catch (InvalidPathException e) {
            throw badFile(name).withCause(e);
        }
        throw badFile(name);
    }

    private static RegistryException badFile(String name) {
        return RegistryException.badField("files", "has '" + Names.shown(name) + "', which is no file of a layout");
    }

    private Future<LayoutTarget.Writing> unlessTakenBack(LayoutTarget.Writing opened) {
        return takenBack
                ? opened.close().compose(closed -> Future.failedFuture(gone()))
                : Future.succeededFuture(opened);
    }

    private RegistryException gone() {
        return RegistryException.of(FailureKind.CONFLICT, target.name() + " is not being written any more");
    }

    private Future<Void> close() {
        LayoutTarget.Writing open = writing;
        writing = null;
        sinks.clear();
        return open == null ? Future.succeededFuture() : open.close();
    }

    private LayoutTarget.Writing opened() {
        if (writing == null) {
            throw gone();
        }
        return writing;
    }

    private ByteSink sink(String name) {
        LayoutTarget.Writing open = opened();
        LayoutEntry entry = entries.get(name);
        if (entry == null) {
            throw RegistryException.badField("entry", "is no file of the layout");
        }
        return sinks.computeIfAbsent(name, absent -> open.sink(entry));
    }
}
