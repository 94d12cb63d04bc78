package io.github.vertxregistry.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Which proxy requests go through. Its {@code toString} never shows a password, its {@link #text()} does.
 *
 * @param text {@code environment}, {@code none}, or {@code http://[user:password@]host:port}
 */
public record ProxyConfig(@JsonValue String text) {
    /** As HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. */
    public static final ProxyConfig ENVIRONMENT = new ProxyConfig("environment");
    /** Straight to the registry. */
    public static final ProxyConfig NONE = new ProxyConfig("none");

    @JsonCreator
    public ProxyConfig {
        Objects.requireNonNull(text);
        if (!text.equals("environment") && !text.equals("none")) {
            address("proxy", text);
        }
    }

    /** Reads a proxy's address from a variable of the environment; there it may lack the scheme. */
    public static ProxyConfig ofVariable(String variable, String text) {
        String url = text.contains("://") ? text : "http://" + text;
        address(variable, url);
        return new ProxyConfig(url);
    }

    private static Origin address(String field, String text) {
        try {
            Origin origin = Origin.of(text.replaceFirst("://[^/]*@", "://"));
            if (text.contains("://") && !origin.tls()) {
                decoded(text);
                return origin;
            }
        } catch (RegistryException | IllegalArgumentException e) {
            // Its message may quote a part of a password.
        }
        throw RegistryException.badField(field, "is not a proxy's address: '" + redacted(text) + "'")
                .withHint("write it as http://proxy.example.org:3128 or http://user:password@proxy.example.org:3128");
    }

    /** Returns host and port. */
    public Origin address() {
        return address("proxy", text);
    }

    /** Returns the user, or null where the proxy asks for none. */
    public String user() {
        String user = userInfo();
        return user == null ? null : decoded(user.contains(":") ? user.substring(0, user.indexOf(':')) : user);
    }

    /** Returns the password, or null where the proxy asks for none. */
    public String password() {
        String user = userInfo();
        return user == null ? null : decoded(user.contains(":") ? user.substring(user.indexOf(':') + 1) : "");
    }

    private String userInfo() {
        int at = text.lastIndexOf('@');
        return at < 0 ? null : text.substring(text.indexOf("://") + 3, at);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String redacted(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "…" + text.substring(at);
    }

    @Override
    public String toString() {
        return redacted(text);
    }
}
