package io.github.vertxregistry.http;

import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.function.Function;
import java.util.function.Supplier;

/** One request as something that may take several tries: which answers may pass, and which requests may be repeated. */
final class RepeatedCall implements Attempt<HttpAnswer> {
    private final HttpCall call;
    private final Supplier<Future<HttpAnswer>> sending;
    private HttpAnswer latest;
    private RegistryException latestFailure;

    private RepeatedCall(HttpCall call, Supplier<Future<HttpAnswer>> sending) {
        this.call = call;
        this.sending = sending;
    }

    /** Succeeds with the last answer, be it one that did not pass. */
    static Future<HttpAnswer> answer(
            HttpCall call,
            Supplier<Future<HttpAnswer>> sending,
            Function<Attempt<HttpAnswer>, Future<HttpAnswer>> repeating) {
        RepeatedCall repeated = new RepeatedCall(call, sending);
        return repeating
                .apply(repeated)
                .recover(cause -> repeated.latest == null || cause != repeated.latestFailure
                        ? Future.failedFuture(cause)
                        : Future.succeededFuture(repeated.latest));
    }

    @Override
    public Future<HttpAnswer> run() {
        latest = null;
        return sending.get().compose(answer -> {
            RegistryException failure = answer.status() < 400 ? null : answer.failure();
            if (failure == null || !failure.retryable()) {
                return Future.succeededFuture(answer);
            }
            latest = answer;
            latestFailure = failure;
            return Future.failedFuture(failure);
        });
    }

    /**
     * Reading may be repeated, and opening an upload session, since one too many ends by itself. What writes or deletes is
     * repeated only where the registry says, or it is plain, that nothing was done.
     */
    @Override
    public boolean mayRepeat(RegistryException failure) {
        HttpMethod method = call.method();
        boolean harmless =
                method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.POST);
        boolean untouched =
                switch (failure.status()) {
                    case 408, 425, 429, 503 -> true;
                    default -> TransportFailure.isOfConnecting(failure);
                };
        return failure.retryable() && (harmless || untouched);
    }
}
