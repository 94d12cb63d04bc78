package io.github.vertxregistry.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A token server of Distribution's kind on loopback: it knows accounts and identity tokens, signs JWTs that a real
 * registry believes, and remembers what it was asked. Scopes that it grants to nobody make it refuse the request.
 */
public final class TokenIssuer implements AutoCloseable {
    private static final String ISSUER = "test-issuer";

    private final ScriptedServer server = ScriptedServer.of(this::serve);
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> identityTokens = new ConcurrentHashMap<>();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> refuses = scope -> false;
    private volatile double lifetimeSeconds = 300;
    private volatile int uses = Integer.MAX_VALUE;
    private volatile Long expiresIn;
    private volatile JwtKey key = JwtKey.ES256;
    private volatile long leewaySeconds;
    private volatile boolean takesGet = true;
    private volatile boolean anonymous = true;
    private volatile boolean givesIdentityTokens;

    /** What was asked: method, parameters of query or form, and the Authorization header or null. */
    public record Asked(String method, Map<String, List<String>> parameters, String authorization) {
        public List<String> scopes() {
            return parameters.getOrDefault("scope", List.of()).stream()
                    .flatMap(scope -> Arrays.stream(scope.split(" ")))
                    .toList();
        }
    }

    private record Grant(List<String> scopes, long untilNs, AtomicInteger uses) {}

    public TokenIssuer account(String username, String password) {
        accounts.put(username, password);
        return this;
    }

    public TokenIssuer identityToken(String token, String username) {
        identityTokens.put(token, username);
        return this;
    }

    /** Gives an identity token to who asks for one with a password. */
    public TokenIssuer givingIdentityTokens() {
        givesIdentityTokens = true;
        return this;
    }

    public TokenIssuer lifetime(double seconds) {
        lifetimeSeconds = seconds;
        return this;
    }

    /** Gives out tokens that expire with so many requests. */
    public TokenIssuer goodFor(int requests) {
        uses = requests;
        return this;
    }

    /** Signs by RSA, or by an elliptic curve. */
    public TokenIssuer rsa(boolean rsa) {
        key = rsa ? JwtKey.RS256 : JwtKey.ES256;
        return this;
    }

    /** Takes off what the registry gives an expired token. */
    public TokenIssuer leeway(long seconds) {
        leewaySeconds = seconds;
        return this;
    }

    /** Says another lifetime than it has. */
    public TokenIssuer expiresIn(long seconds) {
        expiresIn = seconds;
        return this;
    }

    public TokenIssuer refusing(Predicate<String> scopes) {
        refuses = scopes;
        return this;
    }

    public TokenIssuer withoutGet() {
        takesGet = false;
        return this;
    }

    public TokenIssuer withoutAnonymous() {
        anonymous = false;
        return this;
    }

    /** Makes every token that was given out so far useless. */
    public void revokeAll() {
        grants.clear();
    }

    public String realm() {
        return server.url() + "/token";
    }

    public String issuer() {
        return ISSUER;
    }

    public List<Asked> asked() {
        return asked;
    }

    /** Returns whether a token of ours allows that, now. */
    public boolean allows(String token, List<String> scopes) {
        Grant grant = grants.get(token);
        return grant != null
                && System.nanoTime() < grant.untilNs
                && covers(grant.scopes, scopes)
                && grant.uses.getAndDecrement() > 0;
    }

    private static boolean covers(List<String> granted, List<String> wanted) {
        return wanted.stream().allMatch(scope -> granted.stream()
                .anyMatch(one -> thing(one).equals(thing(scope)) && actions(one).containsAll(actions(scope))));
    }

    private static String thing(String scope) {
        return scope.substring(0, scope.lastIndexOf(':'));
    }

    private static List<String> actions(String scope) {
        return List.of(scope.substring(scope.lastIndexOf(':') + 1).split(","));
    }

    private void serve(ScriptedServer.Exchange exchange) throws IOException {
        int mark = exchange.uri().indexOf('?');
        String form = new String(exchange.body(), StandardCharsets.UTF_8);
        String query = mark < 0 ? form : exchange.uri().substring(mark + 1);
        Asked request = new Asked(
                exchange.method(), parameters(query), exchange.headers().get("Authorization"));
        asked.add(request);
        if (exchange.method().equals("GET") && !takesGet) {
            answer(exchange, 405, new JsonObject());
        } else if (!knows(request) || request.scopes().stream().anyMatch(refuses)) {
            answer(exchange, 401, new JsonObject().put("details", "the token server's words"));
        } else {
            answer(exchange, 200, granted(request));
        }
    }

    private static void answer(ScriptedServer.Exchange exchange, int status, JsonObject body) throws IOException {
        exchange.answerAtOnce(status, Map.of("Content-Type", "application/json"), body.encode());
    }

    private boolean knows(Asked request) {
        String grantType = first(request, "grant_type");
        if (grantType == null) {
            return request.authorization == null ? anonymous : knowsBasic(request.authorization);
        }
        return grantType.equals("refresh_token")
                ? identityTokens.containsKey(String.valueOf(first(request, "refresh_token")))
                : String.valueOf(first(request, "password")).equals(accounts.get(first(request, "username")));
    }

    private boolean knowsBasic(String authorization) {
        String pair = new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return pair.substring(colon + 1).equals(accounts.get(pair.substring(0, colon)));
    }

    private static String first(Asked request, String name) {
        return request.parameters.getOrDefault(name, List.of()).stream()
                .findFirst()
                .orElse(null);
    }

    private JsonObject granted(Asked request) {
        String token = sign(request);
        grants.put(
                token,
                new Grant(
                        request.scopes(), System.nanoTime() + (long) (lifetimeSeconds * 1e9), new AtomicInteger(uses)));
        JsonObject answer = new JsonObject();
        boolean offline =
                "true".equals(first(request, "offline_token")) || "offline".equals(first(request, "access_type"));
        if (givesIdentityTokens && offline) {
            String identity = "identity-" + UUID.randomUUID();
            identityTokens.put(identity, "ci");
            answer.put("refresh_token", identity);
        }
        return answer.put("token", token)
                .put("expires_in", expiresIn == null ? (long) lifetimeSeconds : expiresIn)
                .put("issued_at", Instant.now().toString());
    }

    private String sign(Asked request) {
        long now = Instant.now().getEpochSecond();
        JsonArray access = new JsonArray();
        request.scopes()
                .forEach(scope -> access.add(new JsonObject()
                        .put("type", scope.substring(0, scope.indexOf(':')))
                        .put("name", thing(scope).substring(scope.indexOf(':') + 1))
                        .put("actions", new JsonArray(actions(scope)))));
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", first(request, "service"))
                .put("sub", "somebody")
                .put("iat", now)
                .put("nbf", now - 1)
                .put("exp", now + Math.max(1, (long) lifetimeSeconds) - leewaySeconds)
                .put("jti", UUID.randomUUID().toString())
                .put("access", access);
        return key.sign(claims);
    }

    /** Returns the keys that a registry believes us by (RFC 7517). */
    public String jwks() {
        JsonArray keys = new JsonArray();
        keys.add(JwtKey.RS256.jwk()).add(JwtKey.ES256.jwk());
        return new JsonObject().put("keys", keys).encode();
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new ConcurrentHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
                        .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        server.close();
    }
}
