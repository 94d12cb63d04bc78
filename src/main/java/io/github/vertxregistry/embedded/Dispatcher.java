package io.github.vertxregistry.embedded;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every request exactly once, whatever its handler does, and leaves its connection usable or closed. A failure
 * that is no {@link Refusal} is answered with 500 and UNKNOWN, and logged.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Vertx vertx;
    private final Worker worker;
    private final Duration stall;
    private final Map<Endpoint, Map<HttpMethod, Handling>> routes;

    /** Answers one kind of request. */
    interface Handling {
        Future<Reply> handle(Call call);
    }

    Dispatcher(Vertx vertx, Worker worker, Duration stall, Map<Endpoint, Map<HttpMethod, Handling>> routes) {
        this.vertx = vertx;
        this.worker = worker;
        this.stall = stall;
        this.routes = routes;
    }

    void handle(HttpServerRequest request) {
        RequestBody body = new RequestBody(vertx, request, worker, stall);
        Future<Reply> reply = Future.future(promise -> answer(request, body).onComplete(promise));
        reply.recover(failure -> Future.succeededFuture(refused(request, failure)))
                .compose(value -> send(request, value))
                .onFailure(failure -> LOG.debug("{} {}: no answer", request.method(), request.path(), failure))
                .onComplete(done -> body.discard());
    }

    private Future<Reply> answer(HttpServerRequest request, RequestBody body) {
        try {
            Call call = new Call(request, Endpoint.of(request.path()), body);
            return handling(call).handle(call);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Handling handling(Call call) {
        Map<HttpMethod, Handling> methods = routes.get(call.endpoint());
        if (methods == null) {
            throw Refusal.of(ErrorCode.NOT_FOUND, "no such endpoint");
        }
        Handling handling = methods.get(call.method());
        if (handling == null) {
            List<String> allowed =
                    methods.keySet().stream().map(HttpMethod::name).sorted().toList();
            throw Refusal.of(ErrorCode.UNSUPPORTED, call.method() + " is not supported here")
                    .with("Allow", String.join(", ", allowed));
        }
        return handling;
    }

    private static Reply refused(HttpServerRequest request, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            LOG.debug("{} {}: {} {}", request.method(), request.path(), refusal.status(), refusal.getMessage());
            return refusal.reply();
        }
        if (request.response().closed()) {
            LOG.debug("{} {}: the connection was cut", request.method(), request.path(), failure);
        } else {
            LOG.error("{} {} failed", request.method(), request.path(), failure);
        }
        return Refusal.of(ErrorCode.UNKNOWN, "the registry failed; its log says why")
                .reply();
    }

    private static Future<Void> send(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        response.exceptionHandler(failure -> LOG.debug("{}: the answer was cut", request.path(), failure));
        response.setStatusCode(reply.status());
        response.putHeader("Docker-Distribution-API-Version", "registry/2.0");
        reply.headers().forEach(response::putHeader);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Long.toString(reply.length()));
            return response.end();
        }
        if (reply.file() != null && reply.length() > 0) {
            return response.sendFile(
                    reply.file().path().toString(), reply.file().offset(), reply.length());
        }
        return reply.content() == null ? response.end() : response.end(reply.content());
    }
}
