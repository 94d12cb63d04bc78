package io.github.vertxregistry.verticle;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distribution, killed in the middle of a push and started again: the push succeeds all the same. */
@Tag("soak")
@RequiresDocker(with = "docker-registry")
class RestartedRegistryIT extends RestartFixture {
    @ParameterizedTest
    @EnumSource(
            value = UploadMode.class,
            names = {"STREAM", "CHUNKED"})
    void isWaitedForAndGoneOnWith(UploadMode mode) {
        // Given
        try (RegistryContainer registry = RegistryContainer.onFixedPort()) {
            registry.start();
            outlastsRestarts("Distribution 3", registry.url(), mode, registry::crash);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = UploadMode.class,
            names = {"STREAM", "CHUNKED"})
    void isWaitedForAndBegunAnewWith(UploadMode mode) {
        // Given
        try (Server registry = Server.distribution2(folder)) {
            outlastsRestarts("Distribution 2.8", registry.url(), mode, registry::crash);
        }
    }
}
