package io.github.vertxregistry.blob;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What several copies to one registry have learnt of it: the repositories in which they have seen each blob, so that the next
 * copy need not ask there, and elsewhere mounts it; and what is on its way, so that none is sent twice at the same time. Forgets
 * what comes after {@value #MOST} blobs. Any thread may use it.
 */
public final class BlobPlaces {
    private static final int MOST = 100_000;

    private final Map<Digest, Set<String>> repositories = new ConcurrentHashMap<>();
    private final Map<Place, Promise<Void>> coming = new ConcurrentHashMap<>();

    private record Place(String repository, Digest blob) {}

    /** A repository has the blob. */
    void isAt(Digest blob, String repository) {
        if (repositories.size() < MOST) {
            repositories
                    .computeIfAbsent(blob, digest -> ConcurrentHashMap.newKeySet())
                    .add(repository);
        }
    }

    boolean isKnownAt(Digest blob, String repository) {
        return repositories.getOrDefault(blob, Set.of()).contains(repository);
    }

    /** Returns a repository, another than that one, which had the blob. */
    Optional<String> besides(String repository, Digest blob) {
        return repositories.getOrDefault(blob, Set.of()).stream()
                .filter(other -> !other.equals(repository))
                .findFirst();
    }

    /** What was known of a repository has proved wrong. */
    public void forget(String repository) {
        repositories.values().forEach(places -> places.remove(repository));
    }

    /**
     * Has a blob brought to a repository by one at a time: Distribution reads links that another request is just writing, and
     * the same bytes would go there twice. Who has waited looks anew.
     */
    <T> Future<T> oneByOne(Digest blob, String repository, Task task, Supplier<Future<T>> bring) {
        Place place = new Place(repository, blob);
        Promise<Void> mine = Promise.promise();
        Promise<Void> other = coming.putIfAbsent(place, mine);
        if (other != null) {
            return over(other.future(), task).compose(over -> {
                task.check();
                return oneByOne(blob, repository, task, bring);
            });
        }
        return attempt(bring).onComplete(done -> {
            coming.remove(place);
            mine.complete();
        });
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> bring) {
        try {
            return bring.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** On the context of its caller; who is told to stop waits no longer. */
    private static Future<Void> over(Future<Void> other, Task task) {
        Promise<Void> woken = Promise.promise();
        Context context = Vertx.currentContext();
        Runnable wake = () -> {
            if (context == null) {
                woken.tryComplete();
            } else {
                context.runOnContext(v -> woken.tryComplete());
            }
        };
        Runnable unhook = task.onStop(wake);
        other.onComplete(done -> wake.run());
        return woken.future().onComplete(done -> unhook.run());
    }
}
