package io.github.vertxregistry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    @Test
    void walksTheWholeTourWithoutArguments() {
        // When
        Ran ran = Ran.run();
        // Then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("1. Make an image's tar")
                .contains("valid: docker-archive, 1 image")
                .contains("tags         example.org:5000/demo/hello:1.0")
                .contains("progress  ")
                .contains("3 uploaded, 0 mounted, 0 there already; 4.0 MB sent of 4.0 MB")
                .contains("0 uploaded, 0 mounted, 3 there already; 0 B sent of 4.0 MB")
                .contains("   demo/hello\n")
                .contains("   1.0\n   latest\n")
                .contains("tags gone  latest")
                .contains(" deleted\n   tags gone  1.0")
                .contains("Done: ");
    }

    @Test
    void isOneDocumentAsJson() {
        // When
        Ran ran = Ran.run("demo", "--json");
        // Then
        assertThat(ran.code()).isZero();
        assertThat(ran.json().getJsonArray("steps")).hasSize(14);
        JsonObject push = ran.json().getJsonArray("steps").getJsonObject(5);
        assertThat(push.getString("command")).startsWith("push TAR --registry 127.0.0.1:");
        assertThat(push.getJsonObject("reply").getJsonArray("images")).hasSize(1);
    }
}
