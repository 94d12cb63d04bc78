package io.github.vertxregistry.sync;

import io.github.vertxregistry.blob.BlobPlaces;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.config.TransferConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.flow.Repeat;
import io.github.vertxregistry.image.Copy;
import io.github.vertxregistry.message.CopiedImage;
import io.github.vertxregistry.message.CopyRequest;
import io.github.vertxregistry.message.ImagePlace;
import io.github.vertxregistry.message.SyncRequest;
import io.github.vertxregistry.registry.Registries;
import io.github.vertxregistry.task.ProgressSink;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Copies the images of a job's steps, one step's after the other; one that fails is noted, and the others go on. */
final class ImageCopies {
    private final Registries registries;
    private final TransferConfig config;
    private final String node;
    private final SyncRequest request;
    private final SyncRule rule;
    private final BlobPlaces places = new BlobPlaces();

    ImageCopies(Registries registries, ToolkitConfig config, SyncRequest request) {
        this.registries = registries;
        this.config = config.transfer();
        this.node = config.nodeId();
        this.request = request;
        this.rule = SyncRule.of(request);
    }

    /** What has become of the images so far. */
    private static final class Tally {
        final List<Tagged> copied = new ArrayList<>();
        final List<Failed> failed = new ArrayList<>();
        int next;
        int there;
        long bytes;

        StepResult result(String node) {
            return new StepResult(node, copied, there, bytes, failed);
        }
    }

    /** Copies; fails only where the task is stopped. */
    Future<StepResult> copy(Step step, Task task) {
        List<Tagged> images = step.images();
        return Repeat.whilst(
                        new Tally(),
                        tally -> tally.next < images.size(),
                        tally -> copy(images.get(tally.next++), tally, task))
                .map(tally -> tally.result(node));
    }

    private Future<Tally> copy(Tagged image, Tally tally, Task task) {
        task.check();
        // Its own, and hooked off again: a job's task would otherwise remember each of its images.
        Task own = new Task(task.id(), ProgressSink.NONE);
        Runnable unhook = task.onStop(() -> own.stop(task.stopReason()));
        return attempt(() -> copy(image, own))
                .recover(cause -> Failed.isOfUnknownBlob(cause) && !task.isStopped()
                        ? attempt(() -> copy(image.touched(), own))
                        : Future.failedFuture(cause))
                .map(copied -> done(image, copied, tally))
                .recover(cause -> task.isStopped() ? Future.failedFuture(cause) : failed(image, cause, tally))
                .onComplete(over -> unhook.run());
    }

    private static Future<CopiedImage> attempt(Supplier<Future<CopiedImage>> copy) {
        try {
            return copy.get();
        } catch (RegistryException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<CopiedImage> copy(Tagged image, Task own) {
        CopyRequest copy = new CopyRequest(
                new ImagePlace(request.source(), image.repository(), image.tag()),
                new ImagePlace(request.target(), rule.atTarget(image.repository()), image.tag()),
                request.platforms(),
                request.referrers(),
                null);
        return new Copy(
                        registries.find(request.source(), own),
                        registries.find(request.target(), own),
                        config,
                        copy,
                        places,
                        image.known(),
                        own)
                .run();
    }

    private static Tally done(Tagged image, CopiedImage copied, Tally tally) {
        if (copied.manifests() == 0) {
            tally.there++;
        } else {
            tally.copied.add(image.touched());
            tally.bytes += copied.bytes();
        }
        return tally;
    }

    private static Future<Tally> failed(Tagged image, Throwable cause, Tally tally) {
        tally.failed.add(Failed.of(image, cause));
        return Future.succeededFuture(tally);
    }
}
