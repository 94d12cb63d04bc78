package io.github.vertxregistry.auth;

import io.github.vertxregistry.http.HttpCall;
import io.github.vertxregistry.http.Location;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of a token server: by GET (Distribution, "Token Authentication Specification"), or by POST where an identity
 * token is what we have (Distribution, "OAuth2 Token Authentication"; RFC 6749, 4.3 and 6). {@link #toString} shows no secret.
 *
 * @param registry for which registry
 * @param realm the token server
 * @param service the registry's name at it, or null
 * @param identity who asks
 * @param scopes what for
 */
record TokenRequest(Origin registry, Location realm, String service, Identity identity, ScopeSet scopes) {
    private static final String CLIENT = "vertx-registry";

    TokenRequest withScopes(ScopeSet others) {
        return new TokenRequest(registry, realm, service, identity, others);
    }

    /** Returns whether the other one asks the same server for the same registry as the same one. */
    boolean isLike(TokenRequest other) {
        return withScopes(other.scopes).equals(other);
    }

    boolean hasIdentityToken() {
        return !identity.isAnonymous() && identity.credentials().is(Credentials.Kind.IDENTITY_TOKEN);
    }

    boolean hasPassword() {
        return !identity.isAnonymous() && identity.credentials().is(Credentials.Kind.PASSWORD);
    }

    HttpCall get() {
        List<String> query = new ArrayList<>();
        if (service != null) {
            query.add(pair("service", service));
        }
        scopes.texts().forEach(scope -> query.add(pair("scope", scope)));
        if (hasPassword()) {
            query.add(pair("account", identity.credentials().username()));
        }
        String uri = realm.uri();
        if (!query.isEmpty()) {
            uri += (uri.indexOf('?') < 0 ? "?" : "&") + String.join("&", query);
        }
        HttpCall call = call(HttpMethod.GET, uri);
        return hasPassword() ? call.with("Authorization", identity.credentials().basic()) : call;
    }

    /** As {@link #get}, and asks for an identity token besides (Distribution, "Token Authentication": {@code offline_token}). */
    HttpCall getOffline() {
        HttpCall call = get();
        String more = String.join("&", pair("offline_token", "true"), pair("client_id", CLIENT));
        return call.to(new Location(call.origin(), call.uri() + (call.uri().indexOf('?') < 0 ? "?" : "&") + more));
    }

    /** As {@link #postPassword}, and asks for an identity token besides. */
    HttpCall postPasswordOffline() {
        return postPassword("offline");
    }

    HttpCall postRefreshToken(String refreshToken) {
        return post(List.of(pair("grant_type", "refresh_token"), pair("refresh_token", refreshToken)));
    }

    HttpCall postPassword() {
        return postPassword("online");
    }

    private HttpCall postPassword(String access) {
        return post(List.of(
                pair("grant_type", "password"),
                pair("access_type", access),
                pair("username", identity.credentials().username()),
                pair("password", identity.credentials().secret())));
    }

    private HttpCall post(List<String> grant) {
        List<String> form = new ArrayList<>(grant);
        form.add(pair("client_id", CLIENT));
        if (service != null) {
            form.add(pair("service", service));
        }
        if (!scopes.texts().isEmpty()) {
            form.add(pair("scope", String.join(" ", scopes.texts())));
        }
        return call(HttpMethod.POST, realm.uri())
                .with("Content-Type", "application/x-www-form-urlencoded")
                .withContent(Buffer.buffer(String.join("&", form)));
    }

    private HttpCall call(HttpMethod method, String uri) {
        String what = "get a token for " + registry.authority()
                + (scopes.repository().isEmpty() ? "" : "/" + scopes.repository());
        return HttpCall.of(method, registry, "/", what)
                .to(new Location(realm.origin(), uri))
                .with("Accept", "application/json");
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenRequest[" + realm.origin() + ", " + identity + ", " + scopes.texts() + "]";
    }
}
