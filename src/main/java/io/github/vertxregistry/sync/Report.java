package io.github.vertxregistry.sync;

import io.github.vertxregistry.message.SyncFailure;
import io.github.vertxregistry.message.SyncStatus;
import io.github.vertxregistry.message.SyncTotals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a job has found and done.
 *
 * @param totals in numbers
 * @param images what was copied, or would be; of very many the first
 * @param deleted what was deleted, or would be; of very many the first
 * @param failures what could not be done; of very many the first
 * @param nodes how many images each node has copied
 */
record Report(
        SyncTotals totals,
        List<String> images,
        List<String> deleted,
        List<SyncFailure> failures,
        Map<String, Integer> nodes) {
    static final Report NOTHING = new Report(SyncTotals.NOTHING, null, null, null, null);

    Report {
        images = first(images);
        deleted = first(deleted);
        failures = first(failures);
        nodes = nodes == null ? Map.of() : nodes;
    }

    private static <T> List<T> first(List<T> all) {
        return all == null
                ? List.of()
                : all.stream().limit(SyncStatus.MOST_TOLD).toList();
    }

    /** Returns what is known when everything has been looked at, and nothing done. */
    static Report of(Plan plan) {
        int found = plan.found();
        SyncTotals totals = new SyncTotals(
                found,
                found - plan.copies().size(),
                0,
                plan.failures().size(),
                plan.vanished().size(),
                0,
                0);
        return new Report(totals, null, null, plan.failures(), null);
    }

    /** Returns the same with what would be done told as images and deletions. */
    Report telling(Plan plan) {
        return new Report(totals, names(plan.copies()), names(plan.vanished()), failures, nodes);
    }

    static List<String> names(Collection<Tagged> images) {
        return images.stream().map(Tagged::toString).toList();
    }

    /** Returns the same with what steps have become. */
    Report plus(Collection<StepResult> results) {
        SyncTotals sum = totals;
        List<String> copied = new ArrayList<>(images);
        List<SyncFailure> failed = new ArrayList<>(failures);
        Map<String, Integer> counts = new TreeMap<>(nodes);
        for (StepResult result : results) {
            int here = result.copied().size();
            sum = sum.plus(
                    new SyncTotals(0, result.there(), here, result.failed().size(), 0, 0, result.bytes()));
            copied.addAll(names(result.copied()));
            result.failed().forEach(one -> failed.add(one.failure()));
            if (here > 0) {
                counts.merge(result.node(), here, Integer::sum);
            }
        }
        return new Report(sum, copied, deleted, failed, counts);
    }

    /** Returns the same with what was deleted and what was not. */
    Report plus(Sides.Deletion deletion) {
        List<SyncFailure> all = new ArrayList<>(failures);
        all.addAll(deletion.failures());
        SyncTotals more = new SyncTotals(0, 0, 0, 0, 0, deletion.deleted().size(), 0);
        return new Report(totals.plus(more), images, names(deletion.deleted()), all, nodes);
    }
}
