package io.github.vertxregistry.embedded;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The paths and methods of OCI Distribution 1.1 ("Endpoints") and of the Docker catalog. Paths are matched as they were
 * sent, not made normal first: no dots or encoded slashes move a request to another path, and the names in it are decoded
 * once, and judged by their grammars after that.
 */
final class Routes {
    private static final String REPOSITORY = "/v2/(?<" + Call.NAME + ">.+)";
    private static final String REFERENCE = "(?<" + Call.REFERENCE + ">[^/]+)";

    private final Router router;
    private final Exchange exchange;

    private Routes(Vertx vertx, Exchange exchange) {
        this.router = Router.router(vertx);
        this.exchange = exchange;
    }

    static Handler<HttpServerRequest> of(
            Vertx vertx, Worker worker, Duration stall, Store store, UploadSessions uploads, EmbeddedConfig config) {
        Routes routes = new Routes(vertx, new Exchange(vertx, worker, stall));
        routes.addLists(new ListHandler(store, worker));
        routes.addManifests(new ManifestHandler(store, worker, config.limits().maxManifestBytes()), config.delete());
        routes.addUploads(new UploadHandler(store, worker, uploads));
        routes.addBlobs(new BlobHandler(store, worker), config.delete());
        return routes.whole();
    }

    private void addLists(ListHandler lists) {
        add("/v2/?", Map.of(HttpMethod.GET, lists::ping, HttpMethod.HEAD, lists::ping));
        add("/v2/_catalog", Map.of(HttpMethod.GET, lists::catalog));
        add(REPOSITORY + "/tags/list", Map.of(HttpMethod.GET, lists::tags));
        add(REPOSITORY + "/referrers/" + REFERENCE, Map.of(HttpMethod.GET, lists::referrers));
    }

    private void addManifests(ManifestHandler manifests, boolean delete) {
        add(
                REPOSITORY + "/manifests/" + REFERENCE,
                Map.of(
                        HttpMethod.GET, manifests::get,
                        HttpMethod.HEAD, manifests::get,
                        HttpMethod.PUT, manifests::put,
                        HttpMethod.DELETE, deletion(delete, manifests::delete)));
    }

    // Before the blobs: "uploads" would be read as a digest there.
    private void addUploads(UploadHandler uploads) {
        add(REPOSITORY + "/blobs/uploads/?", Map.of(HttpMethod.POST, uploads::post));
        add(
                REPOSITORY + "/blobs/uploads/" + REFERENCE,
                Map.of(
                        HttpMethod.GET, uploads::status,
                        HttpMethod.PATCH, uploads::patch,
                        HttpMethod.PUT, uploads::put,
                        HttpMethod.DELETE, uploads::delete));
    }

    private void addBlobs(BlobHandler blobs, boolean delete) {
        add(
                REPOSITORY + "/blobs/" + REFERENCE,
                Map.of(
                        HttpMethod.GET, blobs::get,
                        HttpMethod.HEAD, blobs::get,
                        HttpMethod.DELETE, deletion(delete, blobs::delete)));
    }

    private static Exchange.Handling deletion(boolean allowed, Exchange.Handling handling) {
        return allowed
                ? handling
                : call -> Future.failedFuture(Refusal.of(ErrorCode.UNSUPPORTED, "deletion is switched off"));
    }

    // A path is one endpoint's: what this one does not take is not tried with those that come after it.
    private void add(String path, Map<HttpMethod, Exchange.Handling> methods) {
        methods.forEach((method, handling) -> at(path).method(method).handler(exchange.answering(handling)));
        String allowed =
                methods.keySet().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        at(path).handler(exchange.answering(
                call -> Future.failedFuture(Refusal.of(ErrorCode.UNSUPPORTED, call.method() + " is not supported here")
                        .with("Allow", allowed))));
    }

    private Route at(String path) {
        return router.routeWithRegex(path).useNormalizedPath(false);
    }

    // Failures of handlers come to the failure handler; paths that fit no route, or cannot be decoded, to the others.
    private Router whole() {
        router.route().useNormalizedPath(false).failureHandler(exchange::refuse);
        router.errorHandler(404, exchange::refuse);
        router.errorHandler(400, exchange::refuse);
        return router;
    }
}
