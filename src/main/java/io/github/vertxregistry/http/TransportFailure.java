package io.github.vertxregistry.http;

import io.github.vertxregistry.config.ProxyConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What it means that a request got no answer. */
final class TransportFailure {
    private TransportFailure() {}

    static RegistryException of(HttpCall call, Optional<ProxyConfig> proxy, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        Optional<ProxyFailure> refused = proxy.flatMap(on -> ProxyFailure.of(on, cause));
        if (refused.isPresent()) {
            return unreachable(call, cause, refused.get().words(), refused.get().hint());
        }
        String host = call.origin().authority();
        if (cause instanceof UnknownHostException) {
            return unreachable(call, cause, "the host's name is not known", "check the name " + host)
                    .withRetry(false, 0);
        }
        if (cause.getClass().getSimpleName().startsWith("TooLongHttp")) {
            return RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            AnswerFailure.subject(call) + ": its headers are longer than " + Connections.MAX_HEADERS
                                    + " bytes")
                    .withHint("is there a registry at " + call.origin() + "?")
                    .withCause(cause);
        }
        Optional<TlsFailure> tls = TlsFailure.of(cause);
        if (tls.isEmpty() && !call.origin().tls() && isNoHttp(cause)) {
            tls = Optional.of(TlsFailure.TLS_PORT);
        }
        if (tls.isPresent()) {
            return unreachable(call, cause, tls.get().words(), tls.get().hint()).withRetry(false, 0);
        }
        if (isConnectTimeout(cause)) {
            String to = call.origin().tls() ? ", to the connection or the TLS handshake" : "";
            return unreachable(call, cause, "cannot connect: no answer in time" + to, isItThere(call));
        }
        if (cause instanceof ConnectException) {
            return unreachable(call, cause, "cannot connect: " + words(cause), isItThere(call));
        }
        if (cause instanceof TimeoutException) {
            return RegistryException.of(FailureKind.STALLED, AnswerFailure.subject(call) + ": no answer in time")
                    .withHint("the registry took the request and is silent; a longer timeout may help")
                    .withCause(cause);
        }
        if (cause instanceof HttpClosedException) {
            return unreachable(
                    call, cause, "the connection was closed before the answer", "look into the registry's log");
        }
        return unreachable(call, cause, "the connection failed: " + words(cause), isItThere(call));
    }

    private static String isItThere(HttpCall call) {
        return call.isToRegistry()
                ? "is the registry running at " + call.origin() + "?"
                : "is " + call.origin() + " the address that the registry should give out for itself?";
    }

    /** The decoder's own exceptions are not public API, and a bad version is told by a text alone. */
    private static boolean isNoHttp(Throwable cause) {
        return String.valueOf(cause.getMessage()).startsWith("invalid version format")
                || cause.getClass().getName().startsWith("io.netty.handler.codec.");
    }

    /** Returns whether a failure means that no connection came about, so that nothing can have been asked. */
    static boolean isOfConnecting(RegistryException failure) {
        Throwable cause = failure.getCause();
        return cause != null
                && failure.kind() == FailureKind.UNREACHABLE
                && (cause instanceof ConnectException || isConnectTimeout(cause));
    }

    private static boolean isConnectTimeout(Throwable cause) {
        String name = cause.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        // The pool's own timer, whose message is all that tells it from the timer of an answer; a slot of the pool is
        // never
        // waited for, since no more requests are sent at once than it has connections.
        return name.contains("connecttimeout")
                || String.valueOf(cause.getMessage()).contains("exceeded when getting a connection to");
    }

    private static RegistryException unreachable(HttpCall call, Throwable cause, String what, String hint) {
        return RegistryException.of(FailureKind.UNREACHABLE, AnswerFailure.subject(call) + ": " + what)
                .withHint(hint)
                .withCause(cause);
    }

    private static String words(Throwable cause) {
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : Names.shown(text);
    }
}
