package io.github.vertxregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "registry.example.org", List.of("93.184.216.34"),
            "auth.example.org", List.of("93.184.216.35", "2606:4700::1"),
            "both.example.org", List.of("93.184.216.36", "10.0.0.7"),
            "inside.example.org", List.of("10.0.0.7"),
            "corp.local", List.of("10.0.0.8"),
            "metadata.internal", List.of("169.254.169.254"),
            "here.example.org", List.of("127.0.0.1"));
    private static final String PULL = "/v2/team/app/manifests/1";

    private final Realm realm = new Realm(RealmTest::addresses);

    private static List<InetAddress> addresses(String host) {
        boolean literal = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
        return (literal ? List.of(host) : NAMES.getOrDefault(host, List.of()))
                .stream().map(RealmTest::address).toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example.org, https://auth.example.org/token, https://auth.example.org/token",
        "https://registry.example.org, https://auth.example.org, https://auth.example.org/",
        "https://registry.example.org, https://auth.example.org/t?x=1, https://auth.example.org/t?x=1",
        "https://registry.example.org, https://auth.example.org:8443/t, https://auth.example.org:8443/t",
        "https://registry.example.org, /token, https://registry.example.org/token",
        "https://registry.example.org, token, https://registry.example.org/v2/team/app/manifests/token",
        "https://registry.example.org, //auth.example.org/t, https://auth.example.org/t",
        "https://registry.example.org, https://unknown.example.net/t, https://unknown.example.net/t",
        "https://here.example.org, https://here.example.org:5001/t, https://here.example.org:5001/t",
        "https://corp.local, https://inside.example.org/t, https://inside.example.org/t",
        "https://corp.local, https://auth.example.org/t, https://auth.example.org/t",
        "http://corp.local:5000, http://inside.example.org/t, http://inside.example.org/t",
        "http://127.0.0.1:5000, http://127.0.0.1:5001/t, http://127.0.0.1:5001/t",
        "http://127.0.0.1:5000, http://here.example.org:5001/t, http://here.example.org:5001/t",
        "http://127.0.0.1:5000, https://auth.example.org/t, https://auth.example.org/t",
    })
    void isWhereTheRegistrySays(String registry, String said, String expected) {
        // When
        var place = realm.check(Origin.of(registry), PULL, said);
        // Then
        assertThat(place.origin() + place.uri()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.org/t",
                "http://registry.example.org/t",
                "https://127.0.0.1/t",
                "https://127.0.0.1:5001/t",
                "https://[::1]/t",
                "https://[::ffff:127.0.0.1]/t",
                "https://[2002:7f00:1::]/t",
                "https://[64:ff9b::7f00:1]/t",
                "https://10.0.0.1/t",
                "https://169.254.169.254/latest/meta-data",
                "https://metadata.internal/t",
                "https://inside.example.org/t",
                "https://both.example.org/t",
                "https://here.example.org/t",
                "https://0.0.0.0/t",
            })
    void aPublicRegistryCannotSendUsNearerOrToPlainHttp(String said) {
        // When
        RegistryException failure = failure("https://registry.example.org", said);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("registry.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1/t", "https://169.254.169.254/t", "https://here.example.org/t"})
    void aPrivateRegistryCannotSendUsToThisMachine(String said) {
        assertThat(failure("https://corp.local", said)).hasMessageContaining("nearer to us");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://auth.example.org/t",
                "file:///etc/passwd",
                "https://user:hunter2@auth.example.org/t",
                "https:///t",
                "https://auth.example.org/a b",
                "https://auth.example.org/t#part",
                "https://auth.example.org:99999/t",
                "https://auth.example.org/%",
                "javascript:alert(1)",
                "\u0000",
            })
    void whatIsNoAddressIsRefusedWithoutSecrets(String said) {
        // When
        RegistryException failure = failure("https://registry.example.org", said);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REGISTRY_FAULT);
        assertThat(failure.getMessage() + failure.hint()).doesNotContain("hunter2");
    }

    private RegistryException failure(String registry, String said) {
        return catchThrowableOfType(RegistryException.class, () -> realm.check(Origin.of(registry), PULL, said));
    }
}
