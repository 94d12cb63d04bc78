package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every request to a registry: the one place that speaks HTTP. A node has one, shared by its verticles; each request
 * runs on the context of its caller, and none is sent for a task that has been stopped. Requests whose answer has no body go
 * through the WebClient; where a body is streamed or capped, the client under it is used, on the same pool, since only there
 * the answer's head is seen before its body is taken and a transfer can be broken off: the WebClient drains what is above a
 * cap, for as long as it comes.
 *
 * <p>Every method's Future succeeds with the answer, whatever its status, and fails with {@code UNREACHABLE} (no
 * connection, or one that was cut), {@code STALLED} (no answer in time, no byte moved), or as said there.
 */
public final class HttpSender {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);
    private static final int MAX_HEADERS = 64 << 10;
    private static final long FIRST_WAIT_MS = 500;
    private static final long WAIT_MS = 5_000;

    private final Vertx vertx;
    private final HttpConfig config;
    private final String userAgent;
    private final HttpClientAgent agent;
    private final WebClient web;
    private final ConcurrentMap<Origin, HostLimit> metadataLimits = new ConcurrentHashMap<>();
    private final ConcurrentMap<Origin, HostLimit> blobLimits = new ConcurrentHashMap<>();
    private final SilentHosts silentHosts = new SilentHosts(System::nanoTime);

    /** Opens the pool of connections; {@link #close()} closes it. */
    public HttpSender(Vertx vertx, HttpConfig config, String userAgent) {
        this.vertx = vertx;
        this.config = config;
        this.agent = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(config.connectTimeoutMs()))
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setTcpNoDelay(true))
                .with(new PoolOptions().setHttp1MaxSize(config.poolSize()).setEventLoopSize(config.eventLoops()))
                .build();
        this.web = WebClient.wrap(
                agent, new WebClientOptions().setUserAgent(userAgent).setFollowRedirects(false));
        this.userAgent = userAgent;
    }

    /** Sends a request whose answer's body nobody wants but for an error's words. */
    public Future<HttpAnswer> send(HttpCall call, Task task) {
        Supplier<Future<HttpAnswer>> work =
                call.method().equals(HttpMethod.HEAD) ? () -> head(call) : () -> exchange(call, config.timeoutMs(), 0);
        return metadata(call.origin()).run(task, work);
    }

    /**
     * Sends the request that closes an upload, whose answer takes as long as the registry needs to hash the blob; it takes the
     * place of a transfer, so that others need not wait for it.
     */
    public Future<HttpAnswer> commit(HttpCall call, Task task) {
        return blobs(call.origin()).run(task, () -> exchange(call, config.commitTimeoutMs(), 0));
    }

    /**
     * Gets a document of at most so many bytes; of an error's body only the first part is read. Fails with {@code
     * LIMIT_EXCEEDED} where it is longer.
     */
    public Future<HttpAnswer> fetch(HttpCall call, int maxBytes, Task task) {
        return metadata(call.origin()).run(task, () -> exchange(call, config.timeoutMs(), maxBytes));
    }

    private Future<HttpAnswer> head(HttpCall call) {
        return web.request(options(call))
                .timeout(config.timeoutMs())
                .send()
                .timeout(config.connectTimeoutMs() + 2 * config.timeoutMs(), TimeUnit.MILLISECONDS)
                .map(response -> new HttpAnswer(call, response.statusCode(), response.headers(), Buffer.buffer()))
                .transform(result -> logged(call, result));
    }

    private Future<HttpAnswer> exchange(HttpCall call, long timeoutMs, int maxBytes) {
        Buffer content = call.content() == null ? Buffer.buffer() : call.content();
        return agent.request(options(call).setIdleTimeout(timeoutMs))
                .compose(request ->
                        request.send(content).compose(response -> document(call, request, response, maxBytes)))
                .transform(result -> logged(call, result));
    }

    /**
     * Sends a request whose body is a part of a blob; see {@link BlobPart}. While it waits for its turn it says so to the
     * task's progress.
     */
    public Future<HttpAnswer> upload(HttpCall call, BlobPart body, Task task) {
        HostLimit limit = blobs(call.origin());
        return queued(limit, call, body, task).compose(answer -> {
            if (!answer.is(417)) {
                return Future.succeededFuture(answer);
            }
            // RFC 9110, 15.5.18: the expectation is refused, and not the request.
            silentHosts.add(call.origin());
            return queued(limit, call, body, task);
        });
    }

    /** A wait is told, since who looks on would take it for a standstill. */
    private Future<HttpAnswer> queued(HostLimit limit, HttpCall call, BlobPart body, Task task) {
        long timer = vertx.setPeriodic(FIRST_WAIT_MS, WAIT_MS, id -> task.progress()
                .report(
                        "waiting",
                        body.digest().toString(),
                        body.offset(),
                        body.source().length()));
        return limit.run(task, () -> {
                    vertx.cancelTimer(timer);
                    return transfer(call, body, task);
                })
                .onComplete(ended -> vertx.cancelTimer(timer));
    }

    private Future<HttpAnswer> transfer(HttpCall call, BlobPart body, Task task) {
        BodyUpload.Continuation continuation = new BodyUpload.Continuation() {
            @Override
            public boolean isKnownSilent() {
                return silentHosts.contains(call.origin());
            }

            @Override
            public void silent() {
                silentHosts.add(call.origin());
            }
        };
        return agent.request(options(call).putHeader("Content-Length", Long.toString(body.length())))
                .compose(request -> new BodyUpload(vertx, config, call, body, task, request, continuation).run())
                .transform(result -> logged(call, result));
    }

    /** Closes all connections. */
    public Future<Void> close() {
        web.close();
        return agent.close();
    }

    private Future<HttpAnswer> document(
            HttpCall call, HttpClientRequest request, HttpClientResponse response, int maxBytes) {
        boolean wanted = maxBytes > 0 && response.statusCode() < 300;
        int limit = wanted ? maxBytes : CappedBody.ERROR_LIMIT;
        StallTimer timer =
                new StallTimer(vertx, config.stallTimeoutMs(), () -> request.reset(0, new TimeoutException()));
        return CappedBody.read(response, limit, timer)
                .recover(cause -> {
                    request.reset();
                    if (cause instanceof CappedBody.TooLong tooLong) {
                        return wanted
                                ? Future.failedFuture(tooLong(call, limit))
                                : Future.succeededFuture(tooLong.start());
                    }
                    return Future.failedFuture(cause);
                })
                .map(bytes -> new HttpAnswer(call, response.statusCode(), response.headers(), bytes))
                .onComplete(result -> timer.stop());
    }

    private static RegistryException tooLong(HttpCall call, int limit) {
        return RegistryException.of(
                        FailureKind.LIMIT_EXCEEDED,
                        AnswerFailure.subject(call) + ": the answer is longer than " + limit + " bytes")
                .withHint("http.maxManifestBytes and http.maxListBytes of the configuration set the limits");
    }

    private Future<HttpAnswer> logged(HttpCall call, AsyncResult<HttpAnswer> result) {
        if (result.succeeded()) {
            LOG.debug(
                    "{} {}: {}",
                    call.method(),
                    AnswerFailure.subject(call),
                    result.result().status());
            return Future.succeededFuture(result.result());
        }
        RegistryException failure = TransportFailure.of(call, result.cause());
        LOG.debug("{} {}: {}", call.method(), AnswerFailure.subject(call), failure.getMessage());
        return Future.failedFuture(failure);
    }

    private RequestOptions options(HttpCall call) {
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setHost(call.origin().host())
                .setPort(call.origin().port())
                .setSsl(call.origin().tls())
                .setURI(call.uri())
                .setFollowRedirects(false)
                .setConnectTimeout(config.connectTimeoutMs())
                .putHeader("User-Agent", userAgent);
        call.headers().forEach(options::putHeader);
        boolean bodyless = call.method().equals(HttpMethod.GET) || call.method().equals(HttpMethod.HEAD);
        if (call.content() != null && call.content().length() == 0 && !bodyless) {
            options.putHeader("Content-Length", "0");
        }
        return options;
    }

    private HostLimit metadata(Origin origin) {
        return metadataPlaces() == 0
                ? blobs(origin)
                : metadataLimits.computeIfAbsent(origin, o -> new HostLimit(vertx, metadataPlaces()));
    }

    private HostLimit blobs(Origin origin) {
        return blobLimits.computeIfAbsent(origin, o -> new HostLimit(vertx, blobPlaces()));
    }

    private int blobPlaces() {
        return Math.max(1, config.poolSize() * 3 / 4);
    }

    /** Returns 0 for a pool of one connection, which all requests share. */
    private int metadataPlaces() {
        return config.poolSize() - blobPlaces();
    }
}
