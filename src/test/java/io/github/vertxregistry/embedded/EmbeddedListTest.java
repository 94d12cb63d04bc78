package io.github.vertxregistry.embedded;

import static io.github.vertxregistry.embedded.EmbeddedFixture.assertRefused;
import static io.github.vertxregistry.embedded.EmbeddedFixture.header;
import static io.github.vertxregistry.embedded.EmbeddedFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedListTest {
    private final EmbeddedFixture registry = EmbeddedFixture.temporary();

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/", "/v2"})
    void answersAPing(String path) {
        // When
        HttpResponse<byte[]> response = registry.get(path);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Docker-Distribution-API-Version")).isEqualTo("registry/2.0");
        assertThat(registry.head(path).statusCode()).isEqualTo(200);
    }

    @Test
    void listsTagsInLexicalOrder() {
        // Given
        List.of("b", "C", "a", "B", "_x", "10", "2").forEach(tag -> registry.image("team/app", tag));

        // When
        HttpResponse<byte[]> response = registry.get("/v2/team/app/tags/list");

        // Then
        assertThat(json(response).getString("name")).isEqualTo("team/app");
        assertThat(json(response).getJsonArray("tags")).isEqualTo(JsonArray.of("10", "2", "_x", "a", "B", "b", "C"));
        assertThat(header(response, "Link")).isNull();
    }

    @Test
    void pagesTags() {
        // Given
        List.of("a", "b", "c").forEach(tag -> registry.image("team/app", tag));

        // When
        HttpResponse<byte[]> first = registry.get("/v2/team/app/tags/list?n=2");
        HttpResponse<byte[]> second = registry.get("/v2/team/app/tags/list?n=2&last=b");

        // Then
        assertThat(json(first).getJsonArray("tags")).isEqualTo(JsonArray.of("a", "b"));
        assertThat(header(first, "Link")).isEqualTo("</v2/team/app/tags/list?n=2&last=b>; rel=\"next\"");
        assertThat(json(second).getJsonArray("tags")).isEqualTo(JsonArray.of("c"));
        assertThat(header(second, "Link")).isNull();
    }

    @Test
    void answersAPageOfNothing() {
        // Given
        registry.image("team/app", "1");

        // When
        HttpResponse<byte[]> none = registry.get("/v2/team/app/tags/list?n=0");
        HttpResponse<byte[]> exact = registry.get("/v2/team/app/tags/list?n=1");
        HttpResponse<byte[]> behind = registry.get("/v2/team/app/tags/list?last=zzz");

        // Then
        assertThat(json(none).getJsonArray("tags")).isEmpty();
        assertThat(header(none, "Link")).isNull();
        assertThat(header(exact, "Link")).isNull();
        assertThat(json(behind).getJsonArray("tags")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "99999999999", ""})
    void refusesANumberThatIsNone(String n) {
        // Given
        registry.image("team/app", "1");

        // When
        HttpResponse<byte[]> response = registry.get("/v2/team/app/tags/list?n=" + n);

        // Then
        assertRefused(response, 400, "PAGINATION_NUMBER_INVALID");
        assertRefused(registry.get("/v2/_catalog?n=" + n), 400, "PAGINATION_NUMBER_INVALID");
    }

    @Test
    void knowsNoTagsOfARepositoryThatIsNotThere() {
        // Given
        registry.blob("team/app", new byte[] {1});

        // When
        HttpResponse<byte[]> response = registry.get("/v2/team/app/tags/list");

        // Then
        assertRefused(response, 404, "NAME_UNKNOWN");
        assertThat(json(registry.get("/v2/_catalog")).getJsonArray("repositories"))
                .isEmpty();
    }

    @Test
    void listsAndPagesRepositories() {
        // Given
        List.of("team/app", "team", "team-b", "a/b/c").forEach(name -> registry.image(name, "1"));

        // When
        HttpResponse<byte[]> all = registry.get("/v2/_catalog");
        HttpResponse<byte[]> first = registry.get("/v2/_catalog?n=3");
        HttpResponse<byte[]> second = registry.get("/v2/_catalog?n=3&last=team-b");

        // Then
        assertThat(json(all).getJsonArray("repositories"))
                .isEqualTo(JsonArray.of("a/b/c", "team", "team-b", "team/app"));
        assertThat(header(first, "Link")).isEqualTo("</v2/_catalog?n=3&last=team-b>; rel=\"next\"");
        assertThat(json(second).getJsonArray("repositories")).isEqualTo(JsonArray.of("team/app"));
    }

    @Test
    void leadsThroughAllPagesByTheirLinks() {
        // Given
        List.of("b", "a/b", "a", "a-b", "c/d/e").forEach(name -> registry.image(name, "1"));
        List<Object> seen = new ArrayList<>();

        // When
        String path = "/v2/_catalog?n=2";
        while (path != null) {
            HttpResponse<byte[]> page = registry.get(path);
            json(page).getJsonArray("repositories").forEach(seen::add);
            String link = header(page, "Link");
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        // Then
        assertThat(seen).containsExactly("a", "a-b", "a/b", "b", "c/d/e");
    }
}
