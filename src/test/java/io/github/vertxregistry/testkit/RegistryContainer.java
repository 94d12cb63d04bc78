package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A fresh, empty {@code registry:3} on a free loopback port that allows deletion and answers {@code GET /v2/} once
 * {@link #start()} returns. Its content ends with it.
 *
 * <p>The image is named by its public name: where none can be pulled, {@code .ci/docker} makes one of that name.
 */
public final class RegistryContainer extends GenericContainer<RegistryContainer> {
    /** The password of {@code ci} at {@link #withPassword()}. */
    public static final String PASSWORD = "correct-horse-battery";

    private static final int PORT = 5000;
    private static final String REPOSITORIES = "/var/lib/registry/docker/registry/v2/repositories";
    private static final Pattern UPLOAD = Pattern.compile("/_uploads/([0-9a-f-]{36})/startedat$");
    private static final String HTPASSWD = "ci:$2y$05$abcdefghijklmnopqrstuuSnF5tLPqPFqc0z9CY0HcSLFbSRlL67u\n";

    public RegistryContainer() {
        super(DockerImageName.parse("registry:3"));
        withExposedPorts(PORT);
        withEnv("REGISTRY_STORAGE_DELETE_ENABLED", "true");
        withEnv("OTEL_TRACES_EXPORTER", "none");
        waitingFor(Wait.forHttp("/v2/").forPort(PORT).forStatusCode(200));
    }

    /** Returns one that lets in {@code ci} with {@link #PASSWORD} alone. */
    public static RegistryContainer withPassword() {
        return new RegistryContainer()
                .withEnv("REGISTRY_AUTH", "htpasswd")
                .withEnv("REGISTRY_AUTH_HTPASSWD_REALM", "test")
                .withEnv("REGISTRY_AUTH_HTPASSWD_PATH", "/htpasswd")
                .withCopyToContainer(Transferable.of(HTPASSWD), "/htpasswd")
                .waitingFor(Wait.forHttp("/v2/").forPort(PORT).forStatusCode(401));
    }

    /** Returns one whose port and open uploads stay when it is started again, see {@link #crash()}. */
    public static RegistryContainer onFixedPort() {
        RegistryContainer container = new RegistryContainer();
        container.setPortBindings(List.of("127.0.0.1:" + Server.freePort() + ":" + PORT));
        return container.withEnv("REGISTRY_HTTP_SECRET", "the-same-after-a-restart");
    }

    /** Kills the registry as a crash would, and starts it again over the same content; returns when it answers. */
    public void crash() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
        getDockerClient().startContainerCmd(getContainerId()).exec();
        waitUntilContainerStarted();
    }

    /** Returns the ids of the upload sessions that are open, as they lie in the registry's storage. */
    public Set<String> openUploads() {
        Set<String> ids = new TreeSet<>();
        try (InputStream storage = getDockerClient()
                        .copyArchiveFromContainerCmd(getContainerId(), REPOSITORIES)
                        .exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(storage)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Matcher upload = UPLOAD.matcher(entry.getName());
                if (upload.find()) {
                    ids.add(upload.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    /** Returns the base URL without a slash at its end, for example {@code http://localhost:32768}. */
    public String url() {
        return "http://" + authority();
    }

    /** Returns the base URL for hosts that know this machine by that address. */
    public String url(String address) {
        return "http://" + address + ":" + getMappedPort(PORT);
    }

    /** Returns host and port as they stand in an image's name, for example {@code localhost:32768}. */
    public String authority() {
        return getHost() + ":" + getMappedPort(PORT);
    }
}
