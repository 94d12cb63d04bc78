package io.github.vertxregistry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a registry may send an upload, and where not. */
class LocationTest {
    @Test
    void knowsAHostWithAnUnderscore() {
        // When
        Location location = Location.parse(answer("http://my_registry:5000"), "/v2/a?state=1");
        // Then
        assertThat(location.origin()).isEqualTo(new Origin("http", "my_registry", 5000));
        assertThat(location.uri()).isEqualTo("/v2/a?state=1");
    }

    @Test
    void leavesTlsForNoPlainHttp() {
        // Given
        HttpAnswer answer = answer("https://registry.example.org");
        // When / Then
        assertThatThrownBy(() -> Location.parse(answer, "http://registry.example.org/v2/a"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:secret@host", "http://host?token=secret", "user:secret@host/x"})
    void echoesNoSecretOfAnAddress(String address) {
        // When / Then
        assertThatThrownBy(() -> Origin.of(address))
                .isInstanceOf(RegistryException.class)
                .hasMessageNotContaining("secret");
    }

    private static HttpAnswer answer(String origin) {
        HttpCall call = HttpCall.of(HttpMethod.POST, Origin.of(origin), "/v2/", "open");
        return new HttpAnswer(call, 202, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
    }
}
