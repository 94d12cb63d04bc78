package io.github.vertxregistry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsConfigTest {
    private static JsonObject with(String entry) {
        return new JsonObject("{\"credentials\":{\"registries\":{\"registry.example.org\":" + entry + "}}}");
    }

    @Test
    void takesSecretsAsTextOrByTheirPlace() {
        // Given
        JsonObject json = new JsonObject("{\"credentials\":{\"registries\":{"
                + "\"a\":{\"username\":\"ci\",\"password\":\"hunter2\"},"
                + "\"b\":{\"username\":\"ci\",\"password\":{\"env\":\"SECRET\"}},"
                + "\"c\":{\"identityToken\":{\"file\":\"/run/secrets/c\"}}}}}");
        // When
        CredentialsConfig read = ToolkitConfig.of(json).credentials();
        // Then
        assertThat(read.registries().get("a").password()).isEqualTo(SecretConfig.of("hunter2"));
        assertThat(read.registries().get("b").password().env()).isEqualTo("SECRET");
        assertThat(read.registries().get("c").identityToken().file()).isEqualTo("/run/secrets/c");
    }

    @Test
    void writesNoSecretThatStandsInIt() {
        // Given
        ToolkitConfig config = ToolkitConfig.of(with("{\"username\":\"ci\",\"password\":\"hunter2\"}"));
        // When
        String written = config.toJson().encode();
        // Then
        assertThat(written).contains("registry.example.org").doesNotContain("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"username\":\"ci\"} | takes one of",
                "{\"password\":\"hunter2\"} | without a username",
                "{\"username\":\"c:i\",\"password\":\"hunter2\"} | with a colon",
                "{\"username\":\"ci\",\"password\":\"hunter2\",\"identityToken\":\"hunter2\"} | takes one of",
                "{\"username\":\"ci\",\"password\":{\"env\":\"A\",\"file\":\"hunter2\"}} | not one of",
                "{\"username\":\"ci\",\"password\":{\"value\":\"hunter2\"}} | not one of",
                "{\"username\":\"ci\",\"password\":[\"hunter2\"]} | must be",
                "{\"username\":\"ci\",\"passwort\":\"hunter2\"} | takes one of",
                "{\"username\":\"ci\",\"password\":\"hunter2\",\"passwort\":\"hunter2\"} | passwort",
                "\"hunter2\" | must be an object",
                "null | with credentials",
            })
    void namesTheKeyThatIsWrongAndNotItsValue(String entry, String words) {
        // When
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> ToolkitConfig.of(with(entry)));
        // Then
        assertThat(failure).hasMessageContaining("credentials").hasMessageContaining(words);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain("hunter2");
    }

    @Test
    void aKeyWithASecretInItIsNotShown() {
        // Given
        JsonObject json = new JsonObject("{\"credentials\":{\"registries\":{\"https://ci:hunter2@example.org\":"
                + "{\"username\":\"ci\",\"password\":\"x\"}}}}");
        // When
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> ToolkitConfig.of(json));
        // Then
        assertThat(failure).hasMessageContaining("credentials.registries");
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }
}
