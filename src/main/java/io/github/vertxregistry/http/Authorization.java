package io.github.vertxregistry.http;

import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The step that gives a request its credentials, and sends it again where a 401 led to new ones. Each sending is a request
 * of its own, with a body of its own, and asks for its credentials when its turn has come: a token may not live as long as
 * the wait for it. What the registry echoes of them is taken out of its words.
 */
final class Authorization {
    /** Without credentials, with those that are known, and with new ones. */
    private static final int MOST_SENDINGS = 3;

    private final Authorizer authorizer;

    Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Sends one request with what the first succeeds with, the value of the header or empty; asked for once. */
    @FunctionalInterface
    interface Sending extends Function<Supplier<Future<Optional<String>>>, Future<HttpAnswer>> {}

    Future<HttpAnswer> run(HttpCall call, Task task, Sending sending) {
        return call.isToRegistry()
                ? send(call, task, sending, 1)
                : sending.apply(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<HttpAnswer> send(HttpCall call, Task task, Sending sending, int count) {
        AtomicReference<Optional<String>> sent = new AtomicReference<>(Optional.empty());
        return sending.apply(() -> authorizer.authorization(call, task).onSuccess(sent::set))
                .map(answer -> unechoed(answer, sent.get()))
                .compose(answer -> {
                    if (!answer.is(401)) {
                        return Future.succeededFuture(answer);
                    }
                    if (count == MOST_SENDINGS) {
                        return authorizer.refused(call, answer, task);
                    }
                    return authorizer
                            .challenged(call, sent.get(), answer, task)
                            .compose(again ->
                                    again ? send(call, task, sending, count + 1) : Future.succeededFuture(answer));
                });
    }

    private static HttpAnswer unechoed(HttpAnswer answer, Optional<String> sent) {
        if (sent.isEmpty() || answer.status() < 400) {
            return answer;
        }
        String value = sent.get().substring(sent.get().indexOf(' ') + 1);
        return answer.without(Stream.of(value, password(value)));
    }

    /** RFC 7617: what stands behind the colon, if it is Basic. */
    private static String password(String value) {
        try {
            String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
