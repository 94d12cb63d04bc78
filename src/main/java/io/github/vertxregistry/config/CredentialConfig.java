package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Who a node is to one registry, or to some repositories of it: a name with its password, or a token.
 *
 * @param username the name that goes with a password, or null
 * @param password the password, or null
 * @param identityToken an OAuth 2 refresh token, as {@code docker login} gets one from some registries, or null
 * @param registryToken a bearer token that is sent as it is, or null
 */
public record CredentialConfig(
        String username, SecretConfig password, SecretConfig identityToken, SecretConfig registryToken) {
    public CredentialConfig {
        long secrets = Stream.of(password, identityToken, registryToken)
                .filter(Objects::nonNull)
                .count();
        if (secrets != 1) {
            throw RegistryException.badKey(
                    "credentials.registries", "takes one of password, identityToken, registryToken for each key");
        }
        if (password != null && (username == null || username.isEmpty())) {
            throw RegistryException.badKey("credentials.registries", "has a password without a username");
        }
        if (username != null && (username.indexOf(':') >= 0 || username.chars().anyMatch(Character::isISOControl))) {
            throw RegistryException.badKey("credentials.registries", "has a username with a colon");
        }
    }

    /** Returns a name and its password. */
    public static CredentialConfig of(String username, String password) {
        return new CredentialConfig(username, SecretConfig.of(password), null, null);
    }
}
