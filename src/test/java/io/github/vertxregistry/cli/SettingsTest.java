package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Path CONF = Path.of("conf/registry.json");

    private final CommonOptions options = new CommonOptions();

    @Test
    void putsOptionsBeforeTheEnvironment() {
        // Given
        options.timeout = 7L;
        options.registry = "http://option.example:1";
        // When
        Settings settings =
                Settings.of(options, Map.of("REGISTRY_TIMEOUT", "9", "REGISTRY_URL", "http://env.example:1"));
        // Then
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.config().http().timeoutMs()).isEqualTo(7_000);
        assertThat(settings.config().http().stallTimeoutMs()).isEqualTo(7_000);
        assertThat(settings.config().registries().byDefault()).isEqualTo("http://option.example:1");
    }

    @Test
    void takesTheEnvironmentAndElseTheDefaults() {
        // When
        Settings env = Settings.of(
                options,
                Map.of("REGISTRY_TIMEOUT", "9", "REGISTRY_URL", "http://env.example:1", "REGISTRY_DEBUG", "1"));
        Settings none = Settings.of(options, Map.of("REGISTRY_DEBUG", "", "REGISTRY_URL", " "));
        // Then
        assertThat(env.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(env.debug()).isTrue();
        assertThat(env.config().registries().byDefault()).isEqualTo("http://env.example:1");
        assertThat(none.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(none.debug()).isFalse();
        assertThat(none.config().registries().byDefault()).isEqualTo(RegistriesConfig.DEVELOPMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:5000, false, http://localhost:5000",
        "127.0.0.1:5000, false, http://127.0.0.1:5000",
        "registry.example:5000, false, https://registry.example:5000",
        "registry.example:5000, true, http://registry.example:5000",
        "https://registry.example:5000, true, https://registry.example:5000",
        "plain.example:5000, false, http://plain.example:5000",
        "local, false, local",
    })
    void givesAHostItsScheme(String typed, boolean plainHttp, String expected) {
        // Given
        options.plainHttp = plainHttp;
        options.conf = CONF;
        options.registry = "http://plain.example:5000";
        // When
        String registry = Settings.of(options, Map.of()).registry(typed);
        // Then
        assertThat(registry).isEqualTo(expected);
    }

    @Test
    void theConfigurationOfTheProjectIsCompleteAndAllDefaults() throws IOException {
        // Given
        JsonObject json = new JsonObject(Files.readString(CONF));
        // When
        ToolkitConfig config = ToolkitConfig.of(json);
        // Then
        assertThat(config.registries().known().get("local").url()).isEqualTo(RegistriesConfig.DEVELOPMENT);
        ToolkitConfig defaults = ToolkitConfig.defaults();
        assertThat(config.withRegistries(defaults.registries()))
                .usingRecursiveComparison()
                .ignoringFields("nodeId")
                .isEqualTo(defaults);
        assertHasEveryKey(json, ToolkitConfig.class);
    }

    private static void assertHasEveryKey(JsonObject json, Class<?> type) {
        for (RecordComponent part : type.getRecordComponents()) {
            assertThat(json.fieldNames()).as(type.getSimpleName()).contains(part.getName());
            if (part.getType().isRecord() && json.getValue(part.getName()) instanceof JsonObject inner) {
                assertHasEveryKey(inner, part.getType());
            }
        }
    }
}
