package io.github.vertxregistry.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an image's config becomes on another base. */
class ThreeWayTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // the image's, the old base's, the new base's, what comes of it
                "{\"User\":\"a\"} | {\"User\":\"a\"} | {\"User\":\"b\"} | {\"User\":\"b\"}",
                "{\"User\":\"mine\"} | {\"User\":\"a\"} | {\"User\":\"b\"} | {\"User\":\"mine\"}",
                "{\"User\":\"a\"} | {\"User\":\"a\"} | {} | {}",
                "{} | {} | {\"User\":\"b\"} | {\"User\":\"b\"}",
                "{} | {\"User\":\"a\"} | {\"User\":\"b\"} | {}",
                "{\"Cmd\":[\"x\"]} | {\"Cmd\":[\"sh\"]} | {\"Cmd\":[\"bash\"]} | {\"Cmd\":[\"x\"]}",
                "{\"Labels\":{\"a\":\"1\",\"m\":\"1\"}} | {\"Labels\":{\"a\":\"1\"}} | {\"Labels\":{\"a\":\"2\",\"n\":\"3\"}}"
                        + " | {\"Labels\":{\"a\":\"2\",\"m\":\"1\",\"n\":\"3\"}}",
                "{\"Env\":[\"P=1\",\"M=1\"]} | {\"Env\":[\"P=1\"]} | {\"Env\":[\"N=2\",\"P=2\"]} | {\"Env\":[\"N=2\",\"P=2\",\"M=1\"]}",
                "{\"Env\":[\"P=9\"]} | {\"Env\":[\"P=1\",\"Q=1\"]} | {\"Env\":[\"P=2\",\"Q=2\"]} | {\"Env\":[\"P=9\"]}",
                "{\"Env\":[\"P=1\"]} | {\"Env\":[\"P=1\"]} | {} | {}",
                // Docker writes null for what others leave out
                "{\"Labels\":null} | {} | {\"Labels\":{\"n\":\"3\"}} | {\"Labels\":{\"n\":\"3\"}}",
                "{} | {\"Labels\":null} | {\"Labels\":{\"n\":\"3\"}} | {\"Labels\":{\"n\":\"3\"}}",
                "{\"Labels\":{\"m\":\"1\"}} | {\"Labels\":null} | {\"Labels\":{\"n\":\"3\"}}"
                        + " | {\"Labels\":{\"m\":\"1\",\"n\":\"3\"}}",
                "{\"Cmd\":[\"x\"]} | {\"Cmd\":null} | {\"Cmd\":[\"bash\"]} | {\"Cmd\":[\"x\"]}",
                "{\"Cmd\":null} | {\"Cmd\":[\"sh\"]} | {\"Cmd\":[\"bash\"]} | {\"Cmd\":null}",
                "{\"Volumes\":null} | {} | {} | {\"Volumes\":null}"
            })
    void takesOfTheNewBaseWhatWasTheOldOnes(String image, String old, String now, String merged) {
        // Given
        ObjectNode its = tree(image);
        // When
        ThreeWay.merge(its, tree(old), tree(now));
        // Then
        assertThat(its).isEqualTo(tree(merged));
    }

    private static ObjectNode tree(String json) {
        return Trees.read(json.getBytes(StandardCharsets.UTF_8), "a config");
    }
}
