package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A guard in front of a registry that asks for none: it wants Basic or tokens, and remembers who was refused. */
public final class GuardedRegistry implements AutoCloseable {
    private static final Pattern REPOSITORY = Pattern.compile("/v2/(.+)/(?:manifests|blobs|tags|referrers)/.*");
    private static final Pattern FROM = Pattern.compile(".*[?&]mount=.*&from=([^&]+).*");
    private static final String ERROR = "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"the guard's words\"}]}";

    private final ScriptedServer server;
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** Decides what is refused: returns the challenge, or null for who may pass. */
    private interface Guard {
        String challenge(ScriptedServer.Exchange exchange, String authorization);
    }

    private GuardedRegistry(String registry, TokenIssuer issuer, Guard guard) {
        server = ScriptedServer.of(exchange -> {
            if (issuer != null && exchange.uri().startsWith("/token")) {
                exchange.forward(issuer.realm().replace("/token", ""));
            } else {
                serve(exchange, registry, guard);
            }
        });
    }

    /** Wants a name and a password. */
    public static GuardedRegistry basic(String registry, String username, String password) {
        String pair = username + ":" + password;
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new GuardedRegistry(
                registry,
                null,
                (exchange, authorization) ->
                        expected.equals(authorization) ? null : "Basic realm=\"Registry, guarded\"");
    }

    /** Wants tokens of that server, which is at {@code /token} here, too; the realm is written as given. */
    public static GuardedRegistry token(String registry, TokenIssuer issuer, String realm) {
        return token(registry, issuer, realm, () -> {});
    }

    /** Wants tokens of that server; before each request is looked at, that is run. */
    public static GuardedRegistry token(String registry, TokenIssuer issuer, String realm, Runnable before) {
        return new GuardedRegistry(registry, issuer, (exchange, authorization) -> {
            before.run();
            List<String> scopes = scopes(exchange);
            String token = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
            return issuer.allows(token, scopes)
                    ? null
                    : "Bearer realm=\"" + realm + "\",service=\"guarded\""
                            + (scopes.isEmpty() ? "" : ",scope=\"" + String.join(" ", scopes) + "\"");
        });
    }

    /** Wants tokens of that server. */
    public static GuardedRegistry token(String registry, TokenIssuer issuer) {
        return token(registry, issuer, issuer.realm());
    }

    private void serve(ScriptedServer.Exchange exchange, String registry, Guard guard) throws IOException {
        String authorization = exchange.headers().remove("Authorization");
        String challenge = guard.challenge(exchange, authorization);
        if (authorization != null) {
            authorizations.add(authorization);
        }
        if (challenge == null) {
            exchange.forward(registry);
        } else {
            refusals.incrementAndGet();
            exchange.answer(401, Map.of("WWW-Authenticate", challenge, "Content-Type", "application/json"), ERROR);
        }
    }

    private static List<String> scopes(ScriptedServer.Exchange exchange) {
        if (exchange.uri().startsWith("/v2/_catalog")) {
            return List.of("registry:catalog:*");
        }
        Matcher repository = REPOSITORY.matcher(exchange.uri());
        if (!repository.matches()) {
            return List.of();
        }
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        String actions = reads
                ? "pull"
                : exchange.method().equals("DELETE") && !exchange.uri().contains("/uploads/") ? "delete" : "pull,push";
        List<String> scopes = new ArrayList<>(List.of("repository:" + repository.group(1) + ":" + actions));
        Matcher from = FROM.matcher(exchange.uri());
        if (from.matches()) {
            scopes.add("repository:" + from.group(1) + ":pull");
        }
        return scopes;
    }

    public String url() {
        return server.url();
    }

    public String authority() {
        return server.url().substring("http://".length());
    }

    /** Returns how many requests were refused. */
    public int refusals() {
        return refusals.get();
    }

    /** Returns all values of Authorization that came. */
    public List<String> authorizations() {
        return authorizations;
    }

    public List<String> requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }
}
