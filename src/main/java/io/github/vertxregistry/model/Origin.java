package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of a registry: what a credential belongs to and a connection goes to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address, lower case; an IPv6 address without brackets
 * @param port the port, the scheme's default filled in
 */
public record Origin(String scheme, String host, int port) {
    private static final String FIELD = "field 'registry'";
    private static final int MAX_PORT = 65_535;
    /** RFC 3986, 3.2, without a user: an IPv6 address in brackets, or a name; and a port. */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:\\[([0-9A-Fa-f:.]{2,64}(?:%[A-Za-z0-9._~-]{1,32})?)]|([A-Za-z0-9_][A-Za-z0-9._-]{0,254}))(?::([0-9]{0,5}))?");

    public Origin {
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(host);
    }

    /**
     * Reads a registry's address: a URL, or a host with or without port. Without a scheme a loopback host is plain HTTP,
     * every other is HTTPS. Docker Hub's names all lead to where its registry answers.
     */
    public static Origin of(String text) {
        return of(FIELD, text);
    }

    /**
     * Reads a registry's address as {@link #of(String)} does.
     *
     * @param subject what the {@code BAD_REQUEST} of a wrong one starts with, such as {@code key 'registries.byDefault'}
     */
    public static Origin of(String subject, String text) {
        String url = text.contains("://") ? text : (isLoopback(hostOf(text)) ? "http://" : "https://") + text;
        try {
            URI uri = new URI(url);
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if ((!path.isEmpty() && !path.equals("/")) || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw bad(subject, text);
            }
            return of(subject, text, uri);
        } catch (URISyntaxException e) {
            // The exception quotes the text, which may hold a password.
            throw bad(subject, text);
        }
    }

    /** Returns the origin of an absolute http or https URI; one with a user is refused. */
    public static Origin of(URI uri) {
        return of(FIELD, uri.getScheme() + "://" + uri.getRawAuthority(), uri);
    }

    /** Taken apart here, since {@link URI#getHost()} knows no name with an underscore, as docker-compose gives services. */
    private static Origin of(String subject, String shown, URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        Matcher authority = AUTHORITY.matcher(String.valueOf(uri.getRawAuthority()));
        if ((!scheme.equals("http") && !scheme.equals("https"))
                || uri.getRawAuthority() == null
                || !authority.matches()) {
            throw bad(subject, shown);
        }
        String host = authority.group(1) == null ? authority.group(2) : authority.group(1);
        String typed = authority.group(3);
        int usual = scheme.equals("https") ? 443 : 80;
        int port = typed == null || typed.isEmpty() ? usual : Integer.parseInt(typed);
        if (port == 0 || port > MAX_PORT) {
            throw bad(subject, shown);
        }
        String name = host.toLowerCase(Locale.ROOT);
        return new Origin(scheme, port == 443 ? DockerHub.registryOf(name) : name, port);
    }

    /**
     * Returns whether the text can be told to be an address: it has a scheme, a dot or a port, or is {@code localhost}. A
     * word alone is a name that somebody gave a registry.
     */
    public static boolean isAddress(String text) {
        return text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.equals("localhost");
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

    /** An address with a user or a query may hold a secret and is not shown. */
    private static RegistryException bad(String subject, String text) {
        boolean secret = text.indexOf('@') >= 0 || text.indexOf('?') >= 0;
        return RegistryException.of(
                        FailureKind.BAD_REQUEST,
                        subject + " is not a registry's address" + (secret ? "" : ": '" + Names.shown(text) + "'"))
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

    /** Returns the host as it stands in a URL: an IPv6 address with brackets. */
    public String urlHost() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Returns host and port as they stand in an image's name. */
    public String authority() {
        boolean usual = port == (tls() ? 443 : 80);
        return usual ? urlHost() : urlHost() + ":" + port;
    }

    @JsonValue
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
