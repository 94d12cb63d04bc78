package io.github.vertxregistry.embedded;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every request exactly once, whatever its handler does, and leaves its connection usable or closed. A failure
 * that is no {@link Refusal} is answered with 500 and UNKNOWN, and logged.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String BODY = "body";

    private final Vertx vertx;
    private final Worker worker;
    private final Duration stall;

    /** Answers one kind of request. */
    interface Handling {
        Future<Reply> handle(Call call);
    }

    Exchange(Vertx vertx, Worker worker, Duration stall) {
        this.vertx = vertx;
        this.worker = worker;
        this.stall = stall;
    }

    /** Returns the route's handler that sends what the handling answers. */
    Handler<RoutingContext> answering(Handling handling) {
        return context -> Future.succeededFuture(new Call(context, body(context)))
                .compose(handling::handle)
                .map(reply -> reply.unlessHeld(context.request().getHeader(HttpHeaders.IF_NONE_MATCH)))
                .onSuccess(reply -> send(context, reply))
                .onFailure(context::fail);
    }

    /** Answers a request that failed, or that no route is for. */
    void refuse(RoutingContext context) {
        send(context, refusal(context).reply());
    }

    // Made before anything is awaited: until then no byte of the body can have passed by.
    private RequestBody body(RoutingContext context) {
        RequestBody known = context.get(BODY);
        if (known != null) {
            return known;
        }
        RequestBody body = new RequestBody(vertx, context.request(), worker, stall);
        context.put(BODY, body);
        return body;
    }

    private static Refusal refusal(RoutingContext context) {
        HttpServerRequest request = context.request();
        Throwable failure = context.failure();
        if (failure instanceof Refusal refusal) {
            LOG.debug("{} {}: {} {}", request.method(), request.path(), refusal.status(), refusal.getMessage());
            return refusal;
        }
        if (context.statusCode() == 404) {
            return Refusal.of(ErrorCode.NOT_FOUND, "no such endpoint");
        }
        if (failure == null || context.statusCode() == 400) {
            return Refusal.of(ErrorCode.UNSUPPORTED, 400, "the path or the query cannot be decoded");
        }
        if (request.response().closed()) {
            LOG.debug("{} {}: the connection was cut", request.method(), request.path(), failure);
        } else {
            LOG.error("{} {} failed", request.method(), request.path(), failure);
        }
        return Refusal.of(ErrorCode.UNKNOWN, "the registry failed; its log says why");
    }

    private void send(RoutingContext context, Reply reply) {
        HttpServerRequest request = context.request();
        RequestBody body = body(context);
        Future.succeededFuture(reply)
                .compose(ready -> write(request, ready))
                .onFailure(failure -> LOG.debug("{} {}: no answer", request.method(), request.path(), failure))
                .onComplete(done -> body.discard());
    }

    private static Future<Void> write(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        response.exceptionHandler(failure -> LOG.debug("{}: the answer was cut", request.path(), failure));
        response.setStatusCode(reply.status());
        response.putHeader("Docker-Distribution-API-Version", "registry/2.0");
        reply.headers().forEach(response::putHeader);
        if (request.method().equals(HttpMethod.HEAD)) {
            if (reply.status() != 304) {
                response.putHeader("Content-Length", Long.toString(reply.length()));
            }
            return response.end();
        }
        if (reply.file() != null && reply.length() > 0) {
            return response.sendFile(
                    reply.file().path().toString(), reply.file().offset(), reply.length());
        }
        return reply.content() == null ? response.end() : response.end(reply.content());
    }
}
