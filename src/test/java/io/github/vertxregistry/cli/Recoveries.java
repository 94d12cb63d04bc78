package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.Toolkit.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What nodes have in hand, as their cluster knows it, and how long it takes until others have what one had that was killed. Looks
 * at the maps of the toolkit; belongs to the test's thread.
 */
final class Recoveries {
    private static final long UPLOAD_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final AsyncMap<String, String> leases;
    private final AsyncMap<String, String> uploads;
    private final List<Lost> open = new ArrayList<>();
    private final List<Long> leadMs = new ArrayList<>();
    private final List<Long> stepsMs = new ArrayList<>();
    private final Set<String> toldUploads = new HashSet<>();

    private record Lost(String nodeId, String key, long sinceNs) {}

    Recoveries(Vertx caller) {
        leases = await(caller.sharedData().getAsyncMap("registry.sync.leases"));
        uploads = await(caller.sharedData().getAsyncMap("registry.uploads"));
    }

    /** Returns the node that leads the job, or null. */
    String lead(String jobId) {
        return nodeId(await(leases.get(jobId)));
    }

    /** Waits for a node that has just begun to upload; returns null where none does for some time. */
    String uploading(Set<String> among) {
        Set<String> before = Set.copyOf(await(uploads.values()));
        long untilNs = System.nanoTime() + UPLOAD_PATIENCE_NS;
        while (System.nanoTime() < untilNs) {
            for (String text : await(uploads.values())) {
                String nodeId = new JsonObject(text).getString("nodeId");
                if (!before.contains(text) && among.contains(nodeId)) {
                    return nodeId;
                }
            }
        }
        return null;
    }

    private static String nodeId(String owner) {
        return owner == null || owner.indexOf('/') < 0 ? null : owner.substring(0, owner.indexOf('/'));
    }

    /** Looks what a node has; to be called just before it is killed. */
    Set<String> held(String nodeId) {
        for (String text : await(uploads.values())) {
            JsonObject told = new JsonObject(text);
            if (nodeId.equals(told.getString("nodeId"))) {
                for (Object upload : told.getJsonArray("uploads")) {
                    toldUploads.add(((JsonObject) upload).getString("location"));
                }
            }
        }
        return await(leases.entries()).entrySet().stream()
                .filter(lease -> nodeId.equals(nodeId(lease.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void killed(String nodeId, Set<String> held) {
        held.forEach(key -> open.add(new Lost(nodeId, key, System.nanoTime())));
    }

    /** Notes what others have by now; what belonged to a job that has ended has been done. */
    void look(boolean ended) {
        if (open.isEmpty()) {
            return;
        }
        Map<String, String> now = await(leases.entries());
        open.removeIf(lost -> {
            String owner = now.get(lost.key());
            boolean over = ended || (owner != null && !lost.nodeId().equals(nodeId(owner)));
            if (over) {
                (lost.key().indexOf('/') < 0 ? leadMs : stepsMs)
                        .add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lost.sinceNs()));
            }
            return over;
        });
    }

    /** Returns the addresses of uploads that nodes had told of when they were killed. */
    Set<String> toldUploads() {
        return toldUploads;
    }

    @Override
    public String toString() {
        return "from a kill until another led: " + figures(leadMs) + ", until another had its steps: "
                + figures(stepsMs);
    }

    private static String figures(List<Long> all) {
        List<Long> sorted = all.stream().sorted().toList();
        return sorted.isEmpty()
                ? "never needed"
                : String.format(
                        Locale.ROOT,
                        "%d times, median %d ms, longest %d ms",
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() - 1));
    }
}
