package io.github.vertxregistry.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells in words of ours what is wrong with a JSON object, naming the place by its path: {@code http.poolSize}. */
final class JsonMistake {
    private static final int MOST_KNOWN = 12;

    private final String noun;
    private final JsonObject json;

    /** Prepares to tell of mistakes in that object, whose places are called that: {@code field} or {@code key}. */
    JsonMistake(String noun, JsonObject json) {
        this.noun = noun;
        this.json = json;
    }

    /** Returns the failure that binding ended with; a record's own check speaks for itself. */
    RegistryException failure(IllegalArgumentException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException own) {
                return own;
            }
        }
        if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
            return unknown(unknown);
        }
        if (e.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            Object value = valueAt(mapping);
            Class<?> type = wanted(mapping);
            return bad(
                    path(mapping), type == null ? "is wrong" : "must be " + words(type) + ", is " + shown(value, type));
        }
        return RegistryException.of(FailureKind.BAD_REQUEST, "the JSON object cannot be read")
                .withHint("is it nested very deep, or is a value in it none of JSON's?");
    }

    private RegistryException unknown(UnrecognizedPropertyException unknown) {
        List<String> known = unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .toList();
        String typed = unknown.getPropertyName();
        String hint = Spelling.nearest(typed, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("known here are " + known.stream().limit(MOST_KNOWN).collect(Collectors.joining(", ")));
        return bad(path(unknown), "is not known").withHint(hint);
    }

    private RegistryException bad(String path, String problem) {
        return RegistryException.of(FailureKind.BAD_REQUEST, noun + " '" + Names.shown(path) + "' " + problem);
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private Object valueAt(JsonMappingException e) {
        Object value = json.getMap();
        for (JsonMappingException.Reference step : e.getPath()) {
            Object plain = value instanceof JsonObject object
                    ? object.getMap()
                    : value instanceof JsonArray array ? array.getList() : value;
            if (plain instanceof Map<?, ?> fields) {
                value = fields.get(step.getFieldName());
            } else if (plain instanceof List<?> list && step.getIndex() >= 0 && step.getIndex() < list.size()) {
                value = list.get(step.getIndex());
            } else {
                return null;
            }
        }
        return value;
    }

    private static Class<?> wanted(JsonMappingException e) {
        if (e instanceof MismatchedInputException mismatch) {
            return mismatch.getTargetType();
        }
        return e.getCause() instanceof InputCoercionException number ? number.getTargetType() : null;
    }

    private static String words(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (Number.class.isAssignableFrom(type) || type == long.class) {
            return "a whole number";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        boolean object = Map.class.isAssignableFrom(type)
                || type == JsonObject.class
                || (type.isRecord() && Arrays.stream(type.getMethods()).noneMatch(JsonMistake::isWrittenAsValue));
        return object ? "an object" : "a string";
    }

    private static boolean isWrittenAsValue(Method method) {
        return method.isAnnotationPresent(JsonValue.class);
    }

    /** The value itself only where its type is right, so that no secret in a wrong place is repeated. */
    private static String shown(Object value, Class<?> wanted) {
        if (value instanceof Number) {
            boolean comparable = wanted.isEnum()
                    || (wanted.isPrimitive() && wanted != boolean.class)
                    || Number.class.isAssignableFrom(wanted);
            return comparable ? Names.shown(value.toString()) : "a number";
        }
        if (value instanceof CharSequence text) {
            return wanted.isEnum() ? "'" + Names.shown(text.toString()) + "'" : "a string";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof Map || value instanceof JsonObject) {
            return "an object";
        }
        return value instanceof List || value instanceof JsonArray ? "a list" : "something else";
    }
}
