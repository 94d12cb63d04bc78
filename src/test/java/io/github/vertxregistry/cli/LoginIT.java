package io.github.vertxregistry.cli;

import static io.github.vertxregistry.testkit.ImageTarFixture.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.RegistryContainer;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.TarShape;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker and skopeo read what our login writes, and we what theirs write. */
@RequiresDocker(with = {"skopeo", "docker"})
class LoginIT {
    private static RegistryContainer registry;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() {
        registry = RegistryContainer.withPassword();
        registry.start();
    }

    @AfterAll
    static void stop() {
        registry.stop();
    }

    private Map<String, String> env() {
        return Map.of("HOME", home.toString());
    }

    private Path config() {
        return home.resolve(".docker/config.json");
    }

    private void login() {
        Ran ran = Ran.typing(
                env(), RegistryContainer.PASSWORD, "login", registry.authority(), "-u", "ci", "--password-stdin");
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    private String pushed(String name) {
        Path tar = image(name).layer("a.txt", "a").write(home.resolve("image.tar"), TarShape.DOCKER_LEGACY);
        String image = registry.authority() + "/" + name;
        Ran ran = Ran.run(env(), "push", tar.toString(), image);
        assertThat(ran.code()).as(ran.err()).isZero();
        return image;
    }

    @Test
    void skopeoReadsOurFile() throws Exception {
        // Given
        login();
        String image = pushed("skopeo/app:1");
        // When
        String told = Command.run(
                "skopeo",
                "inspect",
                "--raw",
                "--tls-verify=false",
                "--authfile",
                config().toString(),
                "docker://" + image);
        // Then
        assertThat(told).contains("schemaVersion");
        assertThat(Command.run(
                        "skopeo", "login", "--get-login", "--authfile", config().toString(), registry.authority()))
                .isEqualTo("ci\n");
    }

    @Test
    void dockerReadsOurFile() throws Exception {
        // Given
        login();
        String image = pushed("docker/app:1");
        // When
        String told = Command.run("docker", "--config", config().getParent().toString(), "pull", "-q", image);
        // Then
        assertThat(told).contains(image);
        Command.run("docker", "rmi", image);
    }

    @Test
    void weReadWhatSkopeoAndDockerWrite() throws Exception {
        // Given
        File password = Files.writeString(home.resolve("password"), RegistryContainer.PASSWORD)
                .toFile();
        Path auth = home.resolve("auth.json");
        run(
                password,
                "skopeo",
                "login",
                "--tls-verify=false",
                "--authfile",
                auth.toString(),
                "-u",
                "ci",
                "--password-stdin",
                registry.authority());
        run(
                password,
                "docker",
                "--config",
                home.resolve("docker").toString(),
                "login",
                "-u",
                "ci",
                "--password-stdin",
                registry.authority());
        // When
        Ran asSkopeo = Ran.run(Map.of("REGISTRY_AUTH_FILE", auth.toString()), "repos", registry.authority());
        Ran asDocker =
                Ran.run(Map.of("DOCKER_CONFIG", home.resolve("docker").toString()), "repos", registry.authority());
        // Then
        assertThat(asSkopeo.code()).as(asSkopeo.err()).isZero();
        assertThat(asDocker.code()).as(asDocker.err()).isZero();
    }

    private static void run(File input, String... words) throws Exception {
        Process process = new ProcessBuilder(words)
                .redirectInput(input)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
