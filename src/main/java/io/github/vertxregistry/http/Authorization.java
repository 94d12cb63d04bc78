package io.github.vertxregistry.http;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * The step that gives a request its credentials, and sends it once more where a 401 led to new ones. Each sending is a
 * request of its own, with a body of its own. Waits here take no turn of a host, since getting a token may need one.
 */
final class Authorization {
    private final Authorizer authorizer;

    Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Sends by what is given; that takes the value of the header, or empty. */
    Future<HttpAnswer> run(HttpCall call, Task task, Function<Optional<String>, Future<HttpAnswer>> sending) {
        if (!call.isToRegistry()) {
            return sending.apply(Optional.empty());
        }
        return once(call, task, sending).compose(answer -> {
            if (!answer.is(401)) {
                return Future.succeededFuture(answer);
            }
            return authorizer
                    .challenged(call, answer, task)
                    .compose(again -> again ? once(call, task, sending) : Future.succeededFuture(answer));
        });
    }

    private Future<HttpAnswer> once(HttpCall call, Task task, Function<Optional<String>, Future<HttpAnswer>> sending) {
        return authorizer.authorization(call, task).compose(sending);
    }
}
