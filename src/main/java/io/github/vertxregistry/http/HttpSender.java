package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends every request to a registry: the one place that speaks HTTP. A node has one, shared by its verticles; each request
 * runs on the context of its caller, and none is sent for a task that has been stopped. A request passes these steps: it
 * is tried again where that may help ({@link Retries}), redirected ({@link Redirects}), waits for its host's turn ({@link Turns}), is given its credentials ({@link Authorization}) and goes over the {@link Wire}.
 *
 * <p>Every method's Future succeeds with the answer, whatever its status, and fails with {@code UNREACHABLE} (no
 * connection, or one that was cut), {@code STALLED} (no answer in time, no byte moved), or as said there.
 */
public final class HttpSender {
    private static final long FIRST_WAIT_MS = 500;
    private static final long WAIT_MS = 5_000;

    private final Vertx vertx;
    private final HttpConfig config;
    private final Connections connections;
    private final Hosts hosts;
    private final RetryPolicy policy;
    private final Authorization authorization;
    private final Turns turns;
    private final Wire wire;

    /** Opens the pool of connections; {@link #close()} closes it. */
    public HttpSender(
            Vertx vertx,
            HttpConfig config,
            Map<String, RegistryConfig> registries,
            String userAgent,
            Authorizer authorizer) {
        this.vertx = vertx;
        this.config = config;
        this.connections = new Connections(vertx, config, registries);
        this.hosts = new Hosts(vertx, config.retry(), System::nanoTime);
        this.policy = new RetryPolicy(
                config.retry(), () -> ThreadLocalRandom.current().nextDouble());
        this.authorization = new Authorization(authorizer);
        this.turns = new Turns(vertx, config, registries);
        this.wire = new Wire(vertx, config, userAgent, connections);
    }

    /** Reads all certificates and keys that the configuration names; fails with {@code BAD_REQUEST} where one is of no use. */
    public Future<Void> check() {
        return connections.check();
    }

    /** Has so many nodes share the limits that registries have of their own. */
    public void share(int nodes) {
        turns.share(nodes);
    }

    /** Sends a request whose answer's body nobody wants but for an error's words. */
    public Future<HttpAnswer> send(HttpCall call, Task task) {
        return retried(call, task, next -> sendOnce(next, task));
    }

    /** As {@link #send}, once, and not redirected: for what is not worth a second try, or is a part of one. */
    public Future<HttpAnswer> sendOnce(HttpCall call, Task task) {
        return authorized(
                call,
                task,
                given -> turns.metadata(call.origin(), task, () -> given.get()
                        .compose(credentials -> withoutBody(call, credentials, task))));
    }

    private Future<HttpAnswer> withoutBody(HttpCall call, Optional<String> credentials, Task task) {
        return call.method().equals(HttpMethod.HEAD)
                ? wire.head(call, credentials, task)
                : wire.exchange(call, credentials, config.timeoutMs(), 0, task);
    }

    /**
     * Sends, once, the request that closes an upload, whose answer takes as long as the registry needs to hash the blob; it takes
     * the place of a transfer, so that others need not wait for it.
     */
    public Future<HttpAnswer> commit(HttpCall call, Task task) {
        return authorized(
                call,
                task,
                given -> turns.blobs(call.origin(), task, () -> given.get()
                        .compose(credentials -> wire.exchange(call, credentials, config.commitTimeoutMs(), 0, task))));
    }

    /**
     * Gets a document of at most so many bytes; of an error's body only the first part is read. Fails with {@code
     * LIMIT_EXCEEDED} where it is longer.
     */
    public Future<HttpAnswer> fetch(HttpCall call, int maxBytes, Task task) {
        return retried(call, task, next -> fetchOnce(next, maxBytes, task));
    }

    /** As {@link #fetch}, but a redirect is the answer: for what must be asked where it was said, and nowhere else. */
    public Future<HttpAnswer> fetchHere(HttpCall call, int maxBytes, Task task) {
        return repeated(call, task, () -> fetchOnce(call, maxBytes, task));
    }

    private Future<HttpAnswer> fetchOnce(HttpCall call, int maxBytes, Task task) {
        return authorized(
                call,
                task,
                given -> turns.metadata(call.origin(), task, () -> given.get()
                        .compose(credentials -> wire.exchange(call, credentials, config.timeoutMs(), maxBytes, task))));
    }

    /**
     * Does something of several requests, and again where it failed in a way that may pass. The attempt itself sees to it that
     * nothing is done twice that must not be. Fails as its last try.
     */
    public <T> Future<T> repeat(Origin registry, Task task, Attempt<T> attempt) {
        return Retries.run(vertx, policy, hosts, registry, task, attempt);
    }

    private Future<HttpAnswer> retried(HttpCall call, Task task, Function<HttpCall, Future<HttpAnswer>> sending) {
        return repeated(call, task, () -> Redirects.follow(call, sending));
    }

    private Future<HttpAnswer> repeated(HttpCall call, Task task, Supplier<Future<HttpAnswer>> sending) {
        return RepeatedCall.answer(call, sending, attempt -> repeat(call.origin(), task, attempt));
    }

    /** Each sending, the one after a 401 too, waits while its host asks to be left alone. */
    private Future<HttpAnswer> authorized(HttpCall call, Task task, Authorization.Sending sending) {
        HostState host = hosts.of(call.origin());
        return authorization.run(call, task, given -> host.mayBeAsked(task)
                .compose(now -> sending.apply(given))
                .onSuccess(host::answered)
                .onSuccess(answer -> Warnings.handOn(answer, task)));
    }

    /**
     * Sends a request whose body is a part of a blob; see {@link BlobPart}. While it waits for its turn it says so to the
     * task's progress. The body starts anew where the request is sent once more with other credentials; else it is not
     * repeated here, since only the upload's session tells what has arrived.
     */
    public Future<HttpAnswer> upload(HttpCall call, BlobPart body, Task task) {
        return authorized(call, task, given -> expecting(call, given, body, task));
    }

    private Future<HttpAnswer> expecting(
            HttpCall call, Supplier<Future<Optional<String>>> given, BlobPart body, Task task) {
        return inTurn(call, given, body, task).compose(answer -> {
            if (!answer.is(417)) {
                return Future.succeededFuture(answer);
            }
            // RFC 9110, 15.5.18: the expectation is refused, and not the request.
            wire.expectNothing(call);
            return inTurn(call, given, body, task);
        });
    }

    private Future<HttpAnswer> inTurn(
            HttpCall call, Supplier<Future<Optional<String>>> given, BlobPart body, Task task) {
        String digest = body.digest().toString();
        // Who looks on would take a wait for a standstill.
        long timer = vertx.setPeriodic(FIRST_WAIT_MS, WAIT_MS, id -> task.progress()
                .report("waiting", digest, body.offset(), body.source().length()));
        return turns.uploads(call.origin(), task, () -> {
                    vertx.cancelTimer(timer);
                    return given.get().compose(credentials -> wire.transfer(call, credentials, body, task));
                })
                .onComplete(ended -> vertx.cancelTimer(timer));
    }

    /**
     * Gets, once, redirected where need be, what may be long: its body is read as fast as its reader wants it. The place among
     * the host's transfers is taken until the body has been read to its end or closed, so it is opened by those who can go on
     * without another place at the same host.
     */
    public Future<Download> download(HttpCall call, Task task) {
        AtomicReference<Download> last = new AtomicReference<>();
        return Redirects.follow(call, next -> authorized(next, task, given -> begin(next, given, last, task)))
                .map(answer -> new Download(answer, last.get().body()));
    }

    private Future<HttpAnswer> begin(
            HttpCall call, Supplier<Future<Optional<String>>> given, AtomicReference<Download> last, Task task) {
        Promise<HttpAnswer> head = Promise.promise();
        Promise<Void> over = Promise.promise();
        turns.downloads(call.origin(), task, () -> given.get()
                        .compose(credentials -> wire.download(call, credentials, over, task))
                        .compose(download -> {
                            last.set(download);
                            head.complete(download.answer());
                            return over.future();
                        }))
                .onFailure(head::tryFail);
        return head.future();
    }

    /** Closes all connections. */
    public Future<Void> close() {
        return connections.close();
    }
}
