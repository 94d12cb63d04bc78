package io.github.vertxregistry.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
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
 * A token server of Distribution's kind on loopback: it knows accounts and identity tokens, signs JWTs (RS256) that a real
 * registry believes, and remembers what it was asked. Scopes that it grants to nobody make it refuse the request.
 */
public final class TokenIssuer implements AutoCloseable {
    private static final String ISSUER = "test-issuer";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair key = newKey();
    private final ScriptedServer server = ScriptedServer.of(this::serve);
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> identityTokens = new ConcurrentHashMap<>();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> refuses = scope -> false;
    private volatile double lifetimeSeconds = 300;
    private volatile int uses = Integer.MAX_VALUE;
    private volatile Long expiresIn;
    private volatile boolean takesGet = true;
    private volatile boolean anonymous = true;

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

    public TokenIssuer lifetime(double seconds) {
        lifetimeSeconds = seconds;
        return this;
    }

    /** Gives out tokens that expire with so many requests. */
    public TokenIssuer goodFor(int requests) {
        uses = requests;
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
        return new JsonObject()
                .put("token", token)
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
        JsonObject head = new JsonObject().put("typ", "JWT").put("alg", "RS256").put("kid", "test");
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", first(request, "service"))
                .put("sub", "somebody")
                .put("iat", now)
                .put("nbf", now - 1)
                .put("exp", now + Math.max(1, (long) lifetimeSeconds))
                .put("jti", UUID.randomUUID().toString())
                .put("access", access);
        String content = encoded(head) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key that a registry believes us by (RFC 7517). */
    public String jwks() {
        RSAPublicKey open = (RSAPublicKey) key.getPublic();
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("use", "sig")
                .put("kid", "test")
                .put("n", unsigned(open.getModulus()))
                .put("e", unsigned(open.getPublicExponent()));
        return new JsonObject().put("keys", new JsonArray().add(jwk)).encode();
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
