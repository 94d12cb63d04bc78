package io.github.vertxregistry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresDocker
class RegistryContainerIT {
    private static final RegistryContainer REGISTRY = new RegistryContainer();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        REGISTRY.start();
    }

    @AfterAll
    static void stop() {
        REGISTRY.stop();
    }

    @Test
    void speaksTheDistributionApi() throws Exception {
        // When
        HttpResponse<String> answer = send(request("/v2/").GET());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Docker-Distribution-Api-Version"))
                .contains("registry/2.0");
    }

    @Test
    void takesABlobAndGivesItBack() throws Exception {
        // Given
        String content = "a blob of the container's own test";

        // When
        String blob = upload("kit/blobs", content);

        // Then
        assertThat(send(request(blob).GET()).body()).isEqualTo(content);
    }

    @Test
    void allowsDeletion() throws Exception {
        // Given
        String blob = upload("kit/deletion", "a blob to delete");

        // When
        HttpResponse<String> answer = send(request(blob).DELETE());

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(send(request(blob).GET()).statusCode()).isEqualTo(404);
    }

    private static String upload(String repository, String content) throws Exception {
        Digest digest = Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> session =
                send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()));
        URI location = URI.create(session.headers().firstValue("Location").orElseThrow());
        URI target = URI.create(location + (location.getQuery() == null ? "?" : "&") + "digest=" + digest);
        HttpResponse<String> stored =
                send(HttpRequest.newBuilder(URI.create(REGISTRY.url()).resolve(target))
                        .PUT(BodyPublishers.ofString(content)));
        assertThat(stored.statusCode()).isEqualTo(201);
        return "/v2/" + repository + "/blobs/" + digest;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(REGISTRY.url() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
