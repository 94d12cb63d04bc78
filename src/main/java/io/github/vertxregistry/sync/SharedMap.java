package io.github.vertxregistry.sync;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in a map that the cluster shares, as JSON, so that nodes of two versions understand each other. */
final class SharedMap<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SharedMap.class);
    private static final int MOST_TRIES = 100;

    private final AsyncMap<String, String> map;
    private final Class<T> type;
    private boolean told;

    SharedMap(AsyncMap<String, String> map, Class<T> type) {
        this.map = map;
        this.type = type;
    }

    Future<Optional<T>> get(String key) {
        return map.get(key).map(text -> Optional.ofNullable(text).map(this::read));
    }

    Future<Void> put(String key, T value, long ttlMs) {
        return map.put(key, write(value), ttlMs);
    }

    /** Puts it where there is none. */
    Future<Void> putIfAbsent(String key, T value, long ttlMs) {
        return map.putIfAbsent(key, write(value), ttlMs).mapEmpty();
    }

    /** Puts it where there is none; returns what was there. */
    Future<Optional<T>> putIfAbsent(String key, T value) {
        return map.putIfAbsent(key, write(value))
                .map(text -> Optional.ofNullable(text).map(this::read));
    }

    /**
     * Changes what is there, whoever changes it at the same time; returns what it is now, empty where there is nothing. Fails with
     * {@code CONFLICT} where others were always first.
     */
    Future<Optional<T>> update(String key, UnaryOperator<T> change) {
        return update(key, change, 1);
    }

    private Future<Optional<T>> update(String key, UnaryOperator<T> change, int attempt) {
        return map.get(key).compose(before -> {
            if (before == null) {
                return Future.succeededFuture(Optional.empty());
            }
            T changed = change.apply(read(before));
            String after = write(changed);
            return after.equals(before)
                    ? Future.succeededFuture(Optional.of(changed))
                    : map.replaceIfPresent(key, before, after)
                            .compose(done -> done
                                    ? Future.succeededFuture(Optional.of(changed))
                                    : attempt < MOST_TRIES
                                            ? update(key, change, attempt + 1)
                                            : Future.failedFuture(contested(key)));
        });
    }

    private static RegistryException contested(String key) {
        return RegistryException.of(
                        FailureKind.CONFLICT, "others changed '" + key + "' each of the " + MOST_TRIES + " times")
                .withHint("ask again");
    }

    Future<Integer> size() {
        return map.size();
    }

    /** Returns all that this version can read: one that a newer one wrote must not keep nodes from the others. */
    Future<List<T>> values() {
        return map.values().map(all -> all.stream()
                .map(this::readable)
                .flatMap(Optional::stream)
                .toList());
    }

    /** Returns of all that can be read what is wanted. One after the other is read: together they may be too large. */
    <R> Future<List<R>> each(Function<T, R> wanted) {
        return map.keys().compose(keys -> {
            Iterator<String> left = List.copyOf(keys).iterator();
            return Repeat.<List<R>>whilst(new ArrayList<>(), found -> left.hasNext(), found -> map.get(left.next())
                    .map(text -> {
                        Optional.ofNullable(text)
                                .flatMap(this::readable)
                                .map(wanted)
                                .ifPresent(found::add);
                        return found;
                    }));
        });
    }

    /** Returns those whose keys begin so. */
    Future<Map<String, T>> under(String prefix) {
        return map.entries().map(all -> {
            Map<String, T> found = new TreeMap<>();
            all.forEach((key, text) -> {
                if (key.startsWith(prefix)) {
                    found.put(key, read(text));
                }
            });
            return found;
        });
    }

    Future<Void> remove(String key) {
        return map.remove(key).mapEmpty();
    }

    /** Removes those whose keys begin so. */
    Future<Void> removeUnder(String prefix) {
        return map.keys().compose(keys -> Future.join(keys.stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(map::remove)
                        .toList())
                .mapEmpty());
    }

    private Optional<T> readable(String text) {
        try {
            return Optional.of(read(text));
        } catch (RegistryException e) {
            if (!told) {
                told = true;
                LOG.warn(
                        "a {} of the cluster cannot be read and is passed over: {}",
                        type.getSimpleName(),
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    private T read(String text) {
        return JsonBinding.fromJson(new JsonObject(text), type);
    }

    private static String write(Object value) {
        return JsonBinding.toJson(value).encode();
    }
}
