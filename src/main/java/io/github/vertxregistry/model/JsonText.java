package io.github.vertxregistry.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
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

    /** For what is written again: a double would have other digits, or none. */
    private static final JsonMapper EXACT = MAPPER.rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /**
     * Reads a document; one that is nested too deep fails with {@link FailureKind#LIMIT_EXCEEDED}.
     *
     * @param bytes the document; the caller has capped its length
     * @param kind what a bad document fails with
     * @param what names the document in the failure, such as {@code manifest.json of /a/b.tar}
     */
    public static JsonNode read(byte[] bytes, FailureKind kind, String what) {
        return read(MAPPER, bytes, kind, what);
    }

    private static JsonNode read(JsonMapper mapper, byte[] bytes, FailureKind kind, String what) {
        JsonNode node;
        try {
            node = mapper.readTree(text(bytes, kind, what));
        } catch (StreamConstraintsException e) {
            throw wrong(FailureKind.LIMIT_EXCEEDED, what + tooMuch(e)).withCause(e);
        } catch (JacksonException e) {
            throw wrong(kind, what + notJson(e)).withCause(e);
        }
        if (node.isMissingNode()) {
            throw wrong(kind, what + " is empty");
        }
        return node;
    }

    /** The parser does not say which limit it was but in its words, of which none are to be shown. */
    private static String tooMuch(StreamConstraintsException e) {
        return e.getOriginalMessage().startsWith("Document nesting depth")
                ? " is nested more than " + MAX_DEPTH + " levels deep"
                : " holds a number, a name or a text that is too long";
    }

    private static String notJson(JacksonException e) {
        if (e instanceof JsonEOFException) {
            return " is not valid JSON: it ends in the middle";
        }
        String problem = e.getOriginalMessage().startsWith("Duplicate field")
                ? " is not valid JSON: an object has one name twice"
                : " is not valid JSON";
        JsonLocation at = e.getLocation();
        return at == null ? problem : problem + ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Returns the failure of a document that says what it must not say. */
    static RegistryException wrong(FailureKind kind, String message) {
        return RegistryException.of(kind, message).withHint(HINT);
    }

    /** Reads a digest that a document holds. */
    static Digest digest(JsonNode json, FailureKind kind, String what) {
        if (!json.isTextual()) {
            throw wrong(kind, what + " is not a digest");
        }
        try {
            return Digest.of(json.textValue());
        } catch (RegistryException e) {
            throw wrong(kind, what + ": " + e.getMessage());
        }
    }

    /** Reads a document whose top is an object. */
    public static JsonNode readObject(byte[] bytes, FailureKind kind, String what) {
        return object(read(bytes, kind, what), kind, what);
    }

    /**
     * As {@link #readObject}, for a document of which parts are written again: each number keeps its digits. Nothing is to be
     * computed with such a number, which may have a billion of them.
     */
    public static JsonNode readExactObject(byte[] bytes, FailureKind kind, String what) {
        return object(read(EXACT, bytes, kind, what), kind, what);
    }

    private static JsonNode object(JsonNode node, FailureKind kind, String what) {
        if (!node.isObject()) {
            throw wrong(kind, what + " is not a JSON object");
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
            throw wrong(kind, what + " is not UTF-8 text").withCause(e);
        }
    }
}
