package io.github.vertxregistry.verticle;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.testkit.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The embedded registry as a process that is killed in the middle of a push: the push goes on where it was. */
@Tag("soak")
class RestartedRegistryTest extends RestartFixture {
    @ParameterizedTest
    @EnumSource(
            value = UploadMode.class,
            names = {"STREAM", "CHUNKED"})
    void isWaitedForAndGoneOnWith(UploadMode mode) {
        // Given
        try (Server registry = Server.embedded(folder, "-XX:TieredStopAtLevel=1")) {
            outlastsRestarts("embedded", registry.url(), mode, registry::crash);
        }
    }
}
