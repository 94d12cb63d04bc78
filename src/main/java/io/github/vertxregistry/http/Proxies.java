package io.github.vertxregistry.http;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.ProxyConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy a host is reached through: the one of its registry's own configuration, else that of {@code http.proxy}, else
 * that of the environment. This machine is reached straight, unless its registry's own configuration says otherwise.
 */
final class Proxies {
    private final Map<Origin, ProxyConfig> own = new HashMap<>();
    private final ProxyConfig http;
    private final ProxyConfig https;
    private final NoProxy noProxy;

    Proxies(HttpConfig config, Map<String, RegistryConfig> registries, Map<String, String> env) {
        registries.values().stream()
                .filter(registry -> registry.proxy() != null)
                .forEach(registry -> own.put(registry.origin(), registry.proxy()));
        if (config.proxy().equals(ProxyConfig.ENVIRONMENT)) {
            http = variable(env, "HTTP_PROXY");
            https = variable(env, "HTTPS_PROXY");
            noProxy = NoProxy.of(value(env, "NO_PROXY"));
        } else {
            http = config.proxy();
            https = config.proxy();
            noProxy = new NoProxy(config.noProxy());
        }
    }

    private static ProxyConfig variable(Map<String, String> env, String name) {
        String text = value(env, name);
        return text.isEmpty() ? ProxyConfig.NONE : ProxyConfig.ofVariable(name, text);
    }

    private static String value(Map<String, String> env, String name) {
        return env.getOrDefault(name.toLowerCase(Locale.ROOT), env.getOrDefault(name, ""))
                .strip();
    }

    /** Returns the proxy for a host, or empty where it is reached straight. */
    Optional<ProxyConfig> of(Origin origin) {
        ProxyConfig chosen = own.get(origin);
        if (chosen == null || chosen.equals(ProxyConfig.ENVIRONMENT)) {
            ProxyConfig usual = origin.tls() ? https : http;
            chosen = origin.loopback() || noProxy.contains(origin) ? ProxyConfig.NONE : usual;
        }
        return Optional.of(chosen).filter(proxy -> !proxy.equals(ProxyConfig.NONE));
    }

    static ProxyOptions options(ProxyConfig proxy) {
        return new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.address().host())
                .setPort(proxy.address().port())
                .setUsername(proxy.user())
                .setPassword(proxy.password());
    }
}
