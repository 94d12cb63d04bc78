package io.github.vertxregistry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.config.HttpConfig;
import io.github.vertxregistry.config.ProxyConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "https://registry.example, proxy.example:3128",
        "http://registry.example, lower.example:8080",
        "https://a.internal.example:5000, none",
        "https://localhost:5000, none",
        "https://[::1]:5000, none",
        "https://own.example, own.example:1",
        "https://straight.example, none",
    })
    void choosesByRegistryAndEnvironment(String registry, String expected) {
        // Given
        Map<String, String> env = Map.of(
                "HTTPS_PROXY", "http://user:secret@proxy.example:3128/",
                "HTTP_PROXY", "http://upper.example",
                "http_proxy", "lower.example:8080",
                "NO_PROXY", "localhost, internal.example");
        Map<String, RegistryConfig> known = Map.of(
                "own", RegistryConfig.at("https://own.example").withProxy(new ProxyConfig("http://own.example:1")),
                "straight", RegistryConfig.at("https://straight.example").withProxy(ProxyConfig.NONE));
        Proxies proxies = new Proxies(HttpConfig.defaults(), known, env);
        // When
        Optional<ProxyConfig> proxy = proxies.of(Origin.of(registry));
        // Then
        assertThat(proxy.map(on -> on.address().authority()).orElse("none")).isEqualTo(expected);
    }

    @Test
    void neverShowsAPassword() {
        // Given
        ProxyConfig proxy = new ProxyConfig("http://user:p%40ss@proxy.example:3128");
        // When
        String shown = RegistryConfig.at("https://a.example").withProxy(proxy).toString();
        // Then
        assertThat(proxy.user()).isEqualTo("user");
        assertThat(proxy.password()).isEqualTo("p@ss");
        assertThat(shown).contains("proxy.example:3128").doesNotContain("p%40ss", "user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://proxy.example",
                "https://proxy.example",
                "proxy",
                "http://user:secret@",
                "http://a:%zz@b"
            })
    void refusesWhatIsNoProxy(String text) {
        // When
        Throwable thrown = catchThrowable(() -> new ProxyConfig(text));
        // Then
        assertThat(thrown)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("proxy")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                          | https://any.example          | true
            example.org                | https://example.org          | true
            example.org                | https://a.example.org        | true
            example.org                | https://notexample.org       | false
            EXAMPLE.org                | https://a.example.org        | true
            .example.org               | https://example.org          | false
            .example.org               | https://a.example.org        | true
            *.example.org              | https://a.example.org        | true
            example.org:5000           | https://example.org:5000     | true
            example.org:5000           | https://example.org          | false
            a.example , b.example      | https://b.example            | true
            10.1.2.3                   | https://10.1.2.3:5000        | true
            10.1.2.3:80                | https://10.1.2.3:5000        | false
            10.0.0.0/8                 | https://10.255.0.1           | true
            10.0.0.0/8                 | https://11.0.0.1             | false
            10.0.0.0/8                 | https://ten.example          | false
            10.0.0.0/33                | https://10.0.0.1             | false
            192.168.1.128/25           | https://192.168.1.127        | false
            fd00::/8                   | https://[fd12::1]:5000       | true
            fd00::/8                   | https://[fe80::1]            | false
            [fd00::1]:5000             | https://[fd00:0:0::1]:5000   | true
            fd00::1                    | https://[fd00::1]:5000       | true
            ,,                         | https://example.org          | false
            """)
    void readsTheListAsCurlAndGoDo(String list, String registry, boolean expected) {
        // When
        boolean straight = NoProxy.of(list).contains(Origin.of(registry));
        // Then
        assertThat(straight).isEqualTo(expected);
    }
}
