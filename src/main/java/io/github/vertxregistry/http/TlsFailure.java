package io.github.vertxregistry.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What it means that no TLS came about, in words, and the way out. The libraries under us tell many causes apart by nothing
 * but their texts.
 *
 * @param words what is wrong
 * @param hint what may be done
 */
record TlsFailure(String words, String hint) {
    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");
    private static final String CLIENT_CERTIFICATE =
            "give one with --cert-file and --key-file (tls.certFile and tls.keyFile of the registry's configuration)";
    /** What comes over a plain connection is not HTTP. */
    static final TlsFailure TLS_PORT =
            new TlsFailure("it speaks no plain HTTP on that port", "does it speak TLS? Then write https://");
    /** RFC 8446, 6.2. */
    private static final Map<String, TlsFailure> ALERTS = Map.of(
            "certificate_required",
            new TlsFailure("it wants a client certificate", CLIENT_CERTIFICATE),
            "bad_certificate",
            new TlsFailure("it wants another client certificate than the one it got, or any", CLIENT_CERTIFICATE),
            "unknown_ca",
            new TlsFailure("it does not trust the authority of our client certificate", CLIENT_CERTIFICATE),
            "certificate_unknown",
            new TlsFailure("it does not take our client certificate", CLIENT_CERTIFICATE),
            "certificate_expired",
            new TlsFailure("it says that our client certificate has expired", CLIENT_CERTIFICATE),
            "access_denied",
            new TlsFailure("it does not let our client certificate in", CLIENT_CERTIFICATE),
            "protocol_version",
            new TlsFailure(
                    "it speaks no version of TLS that is safe: 1.2 or 1.3",
                    "the registry, or what stands before it, needs an update"),
            "unrecognized_name",
            new TlsFailure("it does not know the name that it was asked for", "ask for it by another name"),
            "handshake_failure",
            new TlsFailure(
                    "it breaks the TLS handshake off: no cipher in common, or it wants a client certificate",
                    CLIENT_CERTIFICATE));

    /** Returns the meaning of a failure, or empty where it has nothing to do with TLS. */
    static Optional<TlsFailure> of(Throwable failure) {
        boolean handshake = false;
        boolean closed = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedCertificate untrusted) {
                return Optional.of(new TlsFailure(untrusted.getMessage(), untrusted.hint()));
            }
            Optional<TlsFailure> known = ofText(String.valueOf(cause.getMessage()));
            if (cause instanceof SSLException && known.isPresent()) {
                return known;
            }
            handshake |= cause instanceof SSLException;
            closed |= cause.getClass().getName().endsWith("ClosedChannelException");
        }
        if (!handshake) {
            return Optional.empty();
        }
        return Optional.of(
                closed
                        ? new TlsFailure(
                                "it closes the connection in the TLS handshake",
                                "does it speak TLS at all? --plain-http asks it without")
                        : new TlsFailure(
                                "the TLS handshake failed", "--debug tells more; --plain-http asks it without TLS"));
    }

    /**
     * Returns the meaning of a 400 by which a server says in HTTP that the connection is not what it should be, as nginx and
     * servers in Go do.
     */
    static Optional<TlsFailure> of(HttpAnswer answer) {
        if (!answer.is(400)) {
            return Optional.empty();
        }
        String words = answer.body().toString();
        if (words.contains("sent to HTTPS port") || words.contains("HTTP request to an HTTPS server")) {
            return Optional.of(TLS_PORT);
        }
        if (words.contains("No required SSL certificate was sent")) {
            return Optional.of(ALERTS.get("certificate_required"));
        }
        return words.contains("The SSL certificate error")
                ? Optional.of(ALERTS.get("certificate_unknown"))
                : Optional.empty();
    }

    private static Optional<TlsFailure> ofText(String text) {
        Matcher alert = ALERT.matcher(text);
        if (alert.find() && ALERTS.containsKey(alert.group(1))) {
            return Optional.of(ALERTS.get(alert.group(1)));
        }
        String words = text.toLowerCase(Locale.ROOT);
        if (words.contains("not an ssl/tls record") || words.contains("unrecognized ssl message")) {
            return Optional.of(new TlsFailure(
                    "it speaks no TLS on that port", "is it plain HTTP? Then write http:// or give --plain-http"));
        }
        if (words.contains("selected protocol version") || words.contains("no appropriate protocol")) {
            return Optional.of(ALERTS.get("protocol_version"));
        }
        return words.contains("handshake timed out")
                ? Optional.of(new TlsFailure("it does not answer the TLS handshake", "is it a registry's port?"))
                : Optional.empty();
    }
}
