package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.BlobPart;
import io.github.vertxregistry.task.Task;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step that sends one request once, with the credentials it is given, and tells each in the log. Requests whose answer
 * has no body go through the WebClient; where a body is streamed or capped, the client under it is used, on the same
 * connections, since only there the answer's head is seen before its body is taken and a transfer can be broken off: the
 * WebClient drains what is above a cap, for as long as it comes.
 */
final class Wire {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final long SECOND_HEAD_MS = 1_000;

    private final Vertx vertx;
    private final HttpConfig config;
    private final String userAgent;
    private final Connections connections;
    private final Blocks blocks = new Blocks();
    private final SilentHosts silentHosts = new SilentHosts(System::nanoTime);

    Wire(Vertx vertx, HttpConfig config, String userAgent, Connections connections) {
        this.vertx = vertx;
        this.config = config;
        this.userAgent = userAgent;
        this.connections = connections;
    }

    /**
     * Sends a HEAD. The WebClient's request is not to be had, so nothing can watch over its head as {@link HeadWatch} does: one
     * that has no answer soon is asked once more where that is watched, and the first answer counts.
     */
    Future<HttpAnswer> head(HttpCall call, Optional<String> authorization, Task task) {
        Promise<HttpAnswer> answer = Promise.promise();
        long again = vertx.setTimer(SECOND_HEAD_MS, timer -> exchange(call, authorization, config.timeoutMs(), 0, task)
                .onComplete(answer::tryComplete, answer::tryFail));
        webHead(call, authorization, task).onComplete(answer::tryComplete, answer::tryFail);
        return answer.future().onComplete(result -> vertx.cancelTimer(again));
    }

    private Future<HttpAnswer> webHead(HttpCall call, Optional<String> authorization, Task task) {
        return connections
                .to(call.origin())
                .compose(route -> route.web()
                        .request(route.lead(call, options(call, authorization)))
                        .timeout(config.timeoutMs())
                        .send())
                .timeout(config.connectTimeoutMs() + 2 * config.timeoutMs(), TimeUnit.MILLISECONDS)
                .map(response -> new HttpAnswer(call, response.statusCode(), response.headers(), Buffer.buffer()))
                .transform(result -> logged(call, task, result));
    }

    /** Sends a request with a small body or none; of the answer's body so many bytes are wanted, 0 for none. */
    Future<HttpAnswer> exchange(
            HttpCall call, Optional<String> authorization, long timeoutMs, int maxBytes, Task task) {
        Buffer content = call.content() == null ? Buffer.buffer() : call.content();
        RequestOptions options = options(call, authorization).setIdleTimeout(timeoutMs);
        return connections
                .to(call.origin())
                .compose(route -> route.agent().request(route.lead(call, options)))
                .compose(request ->
                        send(request, content).compose(response -> document(call, request, response, maxBytes)))
                .transform(result -> logged(call, task, result));
    }

    /** Sends a request whose body is a part of a blob. */
    Future<HttpAnswer> transfer(HttpCall call, Optional<String> authorization, BlobPart body, Task task) {
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
        RequestOptions options = options(call, authorization);
        if (body.isMeasured()) {
            options.putHeader("Content-Length", Long.toString(body.length()));
        }
        return connections
                .to(call.origin())
                .compose(route -> route.agent().request(route.lead(call, options)))
                .compose(
                        request -> new BodyUpload(vertx, config, call, body, task, request, continuation, blocks).run())
                .transform(result -> logged(call, task, result));
    }

    /**
     * Sends a GET whose body, if the answer is a 200 or a 206, is left to be read; any other body is capped.
     *
     * @param over is completed when the body has been read to its end or given up
     */
    Future<Download> download(HttpCall call, Optional<String> authorization, Promise<Void> over, Task task) {
        RequestOptions options = options(call, authorization).setIdleTimeout(config.timeoutMs());
        return connections
                .to(call.origin())
                .compose(route -> route.agent().request(route.lead(call, options)))
                .compose(request ->
                        send(request, Buffer.buffer()).compose(response -> opened(call, request, response, over, task)))
                .transform(result ->
                        logged(call, task, result.map(Download::answer)).map(answer -> result.result()));
    }

    private Future<HttpClientResponse> send(HttpClientRequest request, Buffer content) {
        if (content.length() == 0) {
            HeadWatch.over(vertx, request, request.end());
            return request.response();
        }
        request.putHeader("Content-Length", Integer.toString(content.length()));
        HeadWatch.over(vertx, request, request.writeHead());
        request.end(content);
        return request.response();
    }

    private Future<Download> opened(
            HttpCall call, HttpClientRequest request, HttpClientResponse response, Promise<Void> over, Task task) {
        if (response.statusCode() != 200 && response.statusCode() != 206) {
            return document(call, request, response, 0)
                    .map(answer -> new Download(answer, null))
                    .onSuccess(refused -> over.complete());
        }
        response.pause();
        HttpAnswer head = new HttpAnswer(call, response.statusCode(), response.headers(), Buffer.buffer());
        return Future.succeededFuture(new Download(head, new BodyDownload(vertx, config, call, response, over, task)));
    }

    /** The host of a request takes no {@code Expect: 100-continue}. */
    void expectNothing(HttpCall call) {
        silentHosts.add(call.origin());
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

    private Future<HttpAnswer> logged(HttpCall call, Task task, AsyncResult<HttpAnswer> result) {
        String subject = AnswerFailure.subject(call);
        if (result.succeeded()) {
            LOG.debug(
                    "{} {} {}: {}",
                    task.id(),
                    call.method(),
                    subject,
                    result.result().status());
            return Future.succeededFuture(result.result());
        }
        RegistryException failure = TransportFailure.of(call, connections.proxy(call.origin()), result.cause());
        LOG.debug("{} {} {}: {}", task.id(), call.method(), subject, failure.getMessage());
        return Future.failedFuture(failure);
    }

    private RequestOptions options(HttpCall call, Optional<String> authorization) {
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setHost(call.origin().urlHost())
                .setPort(call.origin().port())
                .setSsl(call.origin().tls())
                .setURI(call.uri())
                .setFollowRedirects(false)
                .setConnectTimeout(config.connectTimeoutMs())
                .putHeader("User-Agent", userAgent);
        call.headers().forEach(options::putHeader);
        authorization.ifPresent(value -> options.putHeader("Authorization", value));
        boolean bodyless = call.method().equals(HttpMethod.GET) || call.method().equals(HttpMethod.HEAD);
        if (call.content() != null && call.content().length() == 0 && !bodyless) {
            options.putHeader("Content-Length", "0");
        }
        return options;
    }
}
