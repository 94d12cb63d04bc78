package io.github.vertxregistry.verticle;

import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.registry.Registries;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Gets what may be kept in a password's place. No operation of the verticles does it, since no message carries a secret: only who
 * has the configuration, and the password in it, may ask.
 */
public final class IdentityTokens {
    private IdentityTokens() {}

    /**
     * Succeeds with an identity token of the default registry's token server, or with nothing where there is none, or it gives none
     * (Distribution, "Token Authentication": {@code offline_token}); it does not fail. To be called on an event loop.
     */
    public static Future<Optional<String>> ofDefaultRegistry(Vertx vertx, ToolkitConfig config) {
        Registries registries = new Registries(
                vertx, config.registries(), config.credentials(), config.http(), RegistryToolkit.userAgent());
        return registries
                .identityToken(null, Task.unwatched())
                .otherwise(Optional.empty())
                .eventually(registries::close);
    }
}
