package io.github.vertxregistry.registry;

import io.github.vertxregistry.http.HttpAnswer;
import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.HttpSender;
import io.github.vertxregistry.model.Origin;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** {@code GET /v2/}: OCI Distribution, "Determining support" (end-1). */
public final class PingEndpoint {
    private static final int MAX_BODY = 64 << 10;

    private final Origin origin;
    private final HttpSender sender;
    private final Task task;

    PingEndpoint(Origin origin, HttpSender sender, Task task) {
        this.origin = origin;
        this.sender = sender;
        this.task = task;
    }

    /**
     * What a registry's answer told.
     *
     * @param apiVersion the header Docker-Distribution-API-Version, or null
     * @param authenticated whether it took us as we came
     */
    public record Sign(String apiVersion, boolean authenticated) {}

    /** Asks; fails with {@code REGISTRY_FAULT} where what answers is no registry. */
    public Future<Sign> ask() {
        return sender.fetch(HttpCall.of(HttpMethod.GET, origin, "/v2/", "ping"), MAX_BODY, task)
                .map(PingEndpoint::read);
    }

    private static Sign read(HttpAnswer answer) {
        String version = answer.headers().get("Docker-Distribution-API-Version");
        boolean challenged =
                answer.is(401) && (version != null || answer.headers().contains("WWW-Authenticate"));
        if (challenged) {
            return new Sign(version, false);
        }
        if (answer.is(404)) {
            throw answer.senseless(
                    "HTTP 404, there is no registry API at " + answer.call().uri());
        }
        answer.require(200);
        if (version == null) {
            answer.requireNoPage();
        }
        return new Sign(version, true);
    }
}
