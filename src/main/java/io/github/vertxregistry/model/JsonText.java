package io.github.vertxregistry.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON documents from outside: strict UTF-8, one value with nothing behind it, no name twice in an object (two
 * readers must not see two things in it), at most {@value #MAX_DEPTH} levels deep.
 */
public final class JsonText {
    /** How deep a document may be nested. */
    public static final int MAX_DEPTH = 100;

    private static final String HINT = "it is damaged, or no tool for images wrote it: save or push the image again";

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /**
     * Reads a document.
     *
     * @param bytes the document; the caller has capped its length
     * @param kind what a bad document fails with
     * @param what names the document in the failure, such as {@code manifest.json of /a/b.tar}
     */
    public static JsonNode read(byte[] bytes, FailureKind kind, String what) {
        try {
            return MAPPER.readTree(text(bytes, kind, what));
        } catch (JacksonException e) {
            throw RegistryException.of(kind, what + " is not valid JSON: " + Names.shown(e.getOriginalMessage()))
                    .withHint(HINT)
                    .withCause(e);
        }
    }

    /** Reads a document whose top is an object. */
    public static JsonNode readObject(byte[] bytes, FailureKind kind, String what) {
        JsonNode node = read(bytes, kind, what);
        if (!node.isObject()) {
            throw RegistryException.of(kind, what + " is not a JSON object").withHint(HINT);
        }
        return node;
    }

    /** Returns the bytes as text; fails where they are not UTF-8. */
    public static String text(byte[] bytes, FailureKind kind, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RegistryException.of(kind, what + " is not UTF-8 text")
                    .withHint(HINT)
                    .withCause(e);
        }
    }
}
