package io.github.vertxregistry.sync;

import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What this node has taken to do, told to the cluster with every beat: what is not told any more expires, and another takes
 * it. For a moment two may have the same, so what is taken must be safe to be done twice. Belongs to one context.
 */
final class Leases {
    private static final String DONE = "done";
    private static final long DONE_MS = 7L * 24 * 3_600_000;

    private final AsyncMap<String, String> map;
    private final String owner;
    private final long lifeMs;
    private final Set<String> held = new TreeSet<>();

    /** How a try to take something has ended. */
    enum Taking {
        TAKEN,
        /** Another has it. */
        HELD,
        /** It is done. */
        DONE
    }

    Leases(AsyncMap<String, String> map, String owner, long lifeMs) {
        this.map = map;
        this.owner = owner;
        this.lifeMs = lifeMs;
    }

    Future<Taking> take(String key) {
        return map.putIfAbsent(key, owner, lifeMs).map(other -> {
            if (other == null) {
                held.add(key);
                return Taking.TAKEN;
            }
            return other.equals(DONE) ? Taking.DONE : Taking.HELD;
        });
    }

    boolean holds(String key) {
        return held.contains(key);
    }

    /** Tells that it is done, for so long that nobody will ask any more. */
    Future<Void> done(String key) {
        held.remove(key);
        return map.put(key, DONE, DONE_MS);
    }

    /** Returns what has been done, of that whose key begins so. */
    Future<Set<String>> doneUnder(String prefix) {
        return map.entries().map(all -> all.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(prefix) && entry.getValue().equals(DONE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    /** Gives it back, to be taken by another at once. */
    Future<Void> release(String key) {
        held.remove(key);
        return map.removeIfPresent(key, owner).mapEmpty();
    }

    /** Tells that this node lives, and has what it has. */
    Future<Void> renew() {
        return Future.join(List.copyOf(held).stream().map(this::renew).toList()).mapEmpty();
    }

    /** Where this node was away for too long, another may have taken it: then it is the other's. */
    private Future<Void> renew(String key) {
        return map.get(key).compose(now -> {
            if (!held.contains(key)) {
                // Done or given back since it was asked for: that stays.
                return Future.succeededFuture();
            }
            if (now == null || now.equals(owner)) {
                return map.put(key, owner, lifeMs);
            }
            held.remove(key);
            return Future.succeededFuture();
        });
    }

    /** Gives all back. */
    Future<Void> releaseAll() {
        return Future.join(List.copyOf(held).stream().map(this::release).toList())
                .mapEmpty();
    }

    /** Removes those whose keys begin so. */
    Future<Void> removeUnder(String prefix) {
        held.removeIf(key -> key.startsWith(prefix));
        return map.keys().compose(keys -> Future.join(keys.stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(map::remove)
                        .toList())
                .mapEmpty());
    }
}
