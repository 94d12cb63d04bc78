package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns records into {@link JsonObject}s of plain JSON values and back. A field that is missing or wrong fails with
 * {@link io.github.vertxregistry.error.FailureKind#BAD_REQUEST} and its name; a record's own check speaks for itself.
 */
public final class JsonBinding {
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .addModule(vertxJson())
            .build();
    private static final ObjectMapper STRICT = LENIENT.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private JsonBinding() {}

    /** Reads a record; fields that it does not have are passed over, as messages of a newer version may have some. */
    public static <T> T fromJson(JsonObject json, Class<T> type) {
        return bind(LENIENT, "field", json, type);
    }

    /** Reads a record; a field that it does not have is an error, as a configuration's typing mistake should be. */
    public static <T> T fromConfig(JsonObject json, Class<T> type) {
        return bind(STRICT, "key", json, type);
    }

    /** Writes a record; null fields are left out. */
    public static JsonObject toJson(Object value) {
        return new JsonObject(LENIENT.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {}));
    }

    /** Writes a value as compact JSON text, the fields in the record's order. */
    public static byte[] toBytes(Object value) {
        try {
            return LENIENT.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours cannot be written", e);
        }
    }

    private static <T> T bind(ObjectMapper mapper, String noun, JsonObject json, Class<T> type) {
        try {
            return mapper.convertValue(json.getMap(), type);
        } catch (IllegalArgumentException e) {
            throw new JsonMistake(noun, json).failure(e);
        }
    }

    private static SimpleModule vertxJson() {
        return new SimpleModule()
                .addSerializer(JsonObject.class, new JsonSerializer<JsonObject>() {
                    @Override
                    public void serialize(JsonObject value, JsonGenerator generator, SerializerProvider provider)
                            throws IOException {
                        generator.writePOJO(value.getMap());
                    }
                })
                .addSerializer(JsonArray.class, new JsonSerializer<JsonArray>() {
                    @Override
                    public void serialize(JsonArray value, JsonGenerator generator, SerializerProvider provider)
                            throws IOException {
                        generator.writePOJO(value.getList());
                    }
                })
                .addDeserializer(JsonObject.class, new JsonDeserializer<JsonObject>() {
                    @Override
                    public JsonObject deserialize(JsonParser parser, DeserializationContext context)
                            throws IOException {
                        Map<String, Object> fields =
                                parser.readValueAs(new TypeReference<LinkedHashMap<String, Object>>() {});
                        return new JsonObject(fields);
                    }
                });
    }
}
