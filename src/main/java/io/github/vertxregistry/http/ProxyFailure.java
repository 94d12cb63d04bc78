package io.github.vertxregistry.http;

import io.github.vertxregistry.config.ProxyConfig;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it means that a proxy did not lead to the registry, in words, and the way out. The library under us tells the proxy's
 * answers apart by nothing but its text.
 *
 * @param words what is wrong
 * @param hint what may be done
 */
record ProxyFailure(String words, String hint) {
    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");

    /** Returns the meaning of a failure, or empty where it has nothing to do with the proxy. */
    static Optional<ProxyFailure> of(ProxyConfig proxy, Throwable cause) {
        String name = "the proxy " + proxy.address().authority();
        if (cause instanceof UnknownHostException) {
            return Optional.of(new ProxyFailure("the name of " + name + " is not known", settings()));
        }
        if (!cause.getClass().getName().startsWith("io.netty.handler.proxy.")) {
            return cause instanceof ConnectException
                    ? Optional.of(new ProxyFailure("cannot connect to " + name, settings()))
                    : Optional.empty();
        }
        Matcher status = STATUS.matcher(String.valueOf(cause.getMessage()));
        return Optional.of(
                status.find()
                        ? answered(name, Integer.parseInt(status.group(1)))
                        : new ProxyFailure(name + " does not answer as a proxy does", settings()));
    }

    private static ProxyFailure answered(String name, int status) {
        return switch (status) {
            case 407 -> credentials(name);
            case 403 ->
                new ProxyFailure(
                        name + " does not let us through to it (403)", "have it allowed there, or add it to NO_PROXY");
            default ->
                new ProxyFailure(
                        name + " cannot reach it (" + status + ")",
                        "is the registry's name right, and known where the proxy is?");
        };
    }

    static ProxyFailure credentials(String name) {
        return new ProxyFailure(
                name + " wants other credentials, or any (407)",
                "write them into its address: http://user:password@host:port");
    }

    private static String settings() {
        return "check HTTPS_PROXY and HTTP_PROXY, or proxy in the configuration";
    }
}
