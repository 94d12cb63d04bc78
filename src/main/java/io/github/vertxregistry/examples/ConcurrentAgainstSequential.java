package io.github.vertxregistry.examples;

import io.github.vertxregistry.client.RegistryClient;
import io.github.vertxregistry.message.PushRequest;
import io.github.vertxregistry.model.ImageReference;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Measures what doing it all at once gains: the same images are pushed, and asked about, one after the other and then
 * concurrently, each time into repositories of their own, so that no byte is there already.
 *
 * <p>Arguments: {@code [REGISTRY [TAR...]]}; with none it runs on an embedded registry, with images made on the spot.
 */
public final class ConcurrentAgainstSequential {
    private static final String WARM_UP = "warm-up";
    private static final String SEQUENTIAL = "sequential";
    private static final String CONCURRENT = "concurrent";

    private final RegistryClient client;
    private final List<String> tars;
    private final PrintStream out;

    private ConcurrentAgainstSequential(Playground playground) {
        this.client = playground.client();
        this.tars = playground.tars();
        this.out = playground.out();
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    static int run(String[] args, PrintStream out) {
        return Playground.play(args, out, playground -> new ConcurrentAgainstSequential(playground).measure());
    }

    private Future<Void> measure() {
        // The first push of a JVM pays for loading the code.
        return inTurn(tar -> push(tar, WARM_UP))
                .compose(warm -> compare("push", this::push))
                .compose(pushed -> compare("info", this::ask));
    }

    /** What is done to the image of a tar, under a prefix of its own. */
    @FunctionalInterface
    private interface Work {
        Future<?> on(String tar, String prefix);
    }

    private Future<Void> compare(String name, Work work) {
        return timed(() -> inTurn(tar -> work.on(tar, SEQUENTIAL)))
                .compose(sequential -> timed(() -> atOnce(tar -> work.on(tar, CONCURRENT)))
                        .onSuccess(concurrent -> print(name, sequential, concurrent)))
                .mapEmpty();
    }

    private Future<Void> inTurn(Function<String, Future<?>> work) {
        Future<Void> last = Future.succeededFuture();
        for (String tar : tars) {
            last = last.compose(done -> work.apply(tar).mapEmpty());
        }
        return last;
    }

    private Future<Void> atOnce(Function<String, Future<?>> work) {
        return Future.join(tars.stream().map(work).toList()).mapEmpty();
    }

    private Future<?> push(String tar, String prefix) {
        return client.push(PushRequest.of(tar).withPrefix(prefix));
    }

    private Future<?> ask(String tar, String prefix) {
        return client.tarTags(tar).compose(tags -> {
            ImageReference name = ImageReference.of(tags.tags().get(0));
            return client.imageInfo(prefix + "/" + name.repository(), name.tagOrLatest());
        });
    }

    private static Future<Long> timed(Supplier<Future<Void>> work) {
        long start = System.nanoTime();
        return work.get().map(done -> System.nanoTime() - start);
    }

    private void print(String name, long sequentialNs, long concurrentNs) {
        out.println(String.format(
                Locale.ROOT,
                "%s of %d images: %d ms one after the other, %d ms at once (%.1f times as fast)",
                name,
                tars.size(),
                TimeUnit.NANOSECONDS.toMillis(sequentialNs),
                TimeUnit.NANOSECONDS.toMillis(concurrentNs),
                (double) sequentialNs / Math.max(1, concurrentNs)));
    }
}
