package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.vertxregistry.error.RegistryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * Scheme, host and port of a registry: what a credential belongs to and a connection goes to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address, lower case; an IPv6 address without brackets
 * @param port the port, the scheme's default filled in
 */
public record Origin(String scheme, String host, int port) {
    private static final int MAX_PORT = 65_535;

    public Origin {
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(host);
    }

    /**
     * Reads a registry's address: a URL, or a host with or without port. Without a scheme a loopback host is plain HTTP,
     * every other is HTTPS.
     */
    public static Origin of(String text) {
        String url = text.contains("://") ? text : (isLoopback(hostOf(text)) ? "http://" : "https://") + text;
        try {
            URI uri = new URI(url);
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                throw bad(text);
            }
            if ((!path.isEmpty() && !path.equals("/")) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw bad(text);
            }
            return of(uri);
        } catch (URISyntaxException e) {
            throw bad(text).withCause(e);
        }
    }

    /** Returns the origin of an absolute http or https URI. */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad(scheme + "://" + uri.getHost());
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (port == 0 || port > MAX_PORT) {
            throw bad(scheme + "://" + uri.getHost() + ":" + port);
        }
        return new Origin(scheme, host, port);
    }

    private static String hostOf(String text) {
        if (text.startsWith("[")) {
            return text.substring(1, Math.max(1, text.indexOf(']')));
        }
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        int end = colon >= 0 ? colon : slash >= 0 ? slash : text.length();
        return text.substring(0, end);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private static RegistryException bad(String text) {
        return RegistryException.badField("registry", "is not a registry's address: '" + Names.shown(text) + "'")
                .withHint("write it as http://localhost:15000 or https://registry.example.org");
    }

    /** Returns whether requests go over TLS. */
    public boolean tls() {
        return scheme.equals("https");
    }

    /** Returns whether the host is this machine. */
    public boolean loopback() {
        return isLoopback(host);
    }

    /** Returns host and port as they stand in an image's name. */
    public String authority() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        boolean usual = port == (tls() ? 443 : 80);
        return usual ? bracketed : bracketed + ":" + port;
    }

    @JsonValue
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
