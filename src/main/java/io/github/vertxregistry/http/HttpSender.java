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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every request to a registry: the one place that speaks HTTP. A node has one, shared by its verticles; each request
 * runs on the context of its caller. Small requests go through the WebClient; where a body is streamed or capped, the
 * client under it is used, on the same pool, since only there the answer's head is seen before its body is taken and a
 * transfer can be broken off.
 *
 * <p>Every method's Future succeeds with the answer, whatever its status, and fails with {@code UNREACHABLE} (no
 * connection, or one that was cut), {@code STALLED} (no answer in time, no byte moved), or as said there.
 */
public final class HttpSender {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);
    private static final int MAX_HEADERS = 64 << 10;

    private final Vertx vertx;
    private final HttpConfig config;
    private final String userAgent;
    private final HttpClientAgent agent;
    private final WebClient web;
    private final ConcurrentMap<Origin, HostLimit> metadataLimits = new ConcurrentHashMap<>();
    private final ConcurrentMap<Origin, HostLimit> blobLimits = new ConcurrentHashMap<>();
    private final Set<Origin> silentHosts = ConcurrentHashMap.newKeySet();

    /** Opens the pool of connections; {@link #close()} closes it. */
    public HttpSender(Vertx vertx, HttpConfig config, String userAgent) {
        this.vertx = vertx;
        this.config = config;
        this.agent = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(config.connectTimeoutMs()))
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setTcpNoDelay(true))
                .with(new PoolOptions()
                        .setHttp1MaxSize(blobPlaces() + metadataPlaces())
                        .setEventLoopSize(config.eventLoops()))
                .build();
        this.web = WebClient.wrap(
                agent, new WebClientOptions().setUserAgent(userAgent).setFollowRedirects(false));
        this.userAgent = userAgent;
    }

    /** Sends a request whose answer's body nobody wants but for an error's words. */
    public Future<HttpAnswer> send(HttpCall call) {
        return send(call, config.timeoutMs());
    }

    /** Sends the request that closes an upload, whose answer takes as long as the registry needs to hash the blob. */
    public Future<HttpAnswer> commit(HttpCall call) {
        return send(call, config.commitTimeoutMs());
    }

    private Future<HttpAnswer> send(HttpCall call, long timeoutMs) {
        return limit(call.origin()).run(() -> web.request(options(call))
                .as(CappedCodec.ERROR_BODY)
                .timeout(timeoutMs)
                .sendBuffer(call.content() == null ? Buffer.buffer() : call.content())
                .timeout(config.connectTimeoutMs() + 2 * timeoutMs, TimeUnit.MILLISECONDS)
                .map(response -> new HttpAnswer(
                        call,
                        response.statusCode(),
                        response.headers(),
                        response.body() == null ? Buffer.buffer() : response.body()))
                .transform(result -> logged(call, result)));
    }

    /**
     * Gets a document of at most so many bytes; of an error's body only the first part is read. Fails with {@code
     * LIMIT_EXCEEDED} where it is longer.
     */
    public Future<HttpAnswer> fetch(HttpCall call, int maxBytes) {
        return limit(call.origin()).run(() -> agent.request(options(call).setIdleTimeout(config.timeoutMs()))
                .compose(request -> request.send().compose(response -> document(call, request, response, maxBytes)))
                .transform(result -> logged(call, result)));
    }

    /** Sends a request whose body is a part of a blob; see {@link BlobPart}. */
    public Future<HttpAnswer> upload(HttpCall call, BlobPart body, Task task) {
        HostLimit limit = blobLimits.computeIfAbsent(call.origin(), o -> new HostLimit(vertx, blobPlaces()));
        return limit.run(() -> transfer(call, body, task)).compose(answer -> {
            if (!answer.is(417)) {
                return Future.succeededFuture(answer);
            }
            // RFC 9110, 15.5.18: the expectation is refused, and not the request.
            silentHosts.add(call.origin());
            return limit.run(() -> transfer(call, body, task));
        });
    }

    private Future<HttpAnswer> transfer(HttpCall call, BlobPart body, Task task) {
        task.check();
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
        boolean wanted = response.statusCode() < 300;
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

    private HostLimit limit(Origin origin) {
        return metadataLimits.computeIfAbsent(origin, o -> new HostLimit(vertx, metadataPlaces()));
    }

    private int blobPlaces() {
        return Math.max(1, config.poolSize() * 3 / 4);
    }

    private int metadataPlaces() {
        return Math.max(1, config.poolSize() - blobPlaces());
    }
}
