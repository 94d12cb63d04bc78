package io.github.vertxregistry.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of version 0.1 as it travelled, frozen as files: a node of that version may be in a cluster with nodes of this
 * one. Fields may be added, and new operations; what is there stays. The files are never changed, only added to by a release.
 */
class ContractTest {
    private static final Path FROZEN = Path.of("src/test/resources/io/github/vertxregistry/message/contract-0.1");
    private static final String OPERATIONS = "operations.json";

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(FROZEN)) {
            return files.filter(file -> !file.endsWith(OPERATIONS)).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isReadAndWrittenAsItWas(Path sample) {
        // Given
        JsonObject frozen = read(sample);
        Class<?> type = type(sample.getFileName().toString().replace(".json", ""));
        // When
        Object message = JsonBinding.fromJson(frozen, type);
        // Then: an older node finds every field that it knows
        JsonObject written = new JsonObject(JsonBinding.toJson(message).toBuffer());
        assertThat(within(written, frozen)).isEqualTo(frozen);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void passesOverWhatANewerVersionAdds(Path sample) {
        // Given
        JsonObject frozen = read(sample);
        Class<?> type = type(sample.getFileName().toString().replace(".json", ""));
        JsonObject newer = new JsonObject(frozen.toBuffer()).put("addedLater", new JsonObject().put("a", 1));
        // When
        Object message = JsonBinding.fromJson(newer, type);
        // Then
        assertThat(message).isEqualTo(JsonBinding.fromJson(frozen, type));
    }

    @Test
    void everyOperationIsWhereItWas() {
        // Given
        JsonArray frozen = read(FROZEN.resolve(OPERATIONS)).getJsonArray("operations");
        Map<String, JsonObject> now = Operations.all().stream()
                .map(ContractTest::row)
                .collect(Collectors.toMap(row -> row.getString("name"), Function.identity()));
        // When
        List<JsonObject> before = frozen.stream().map(JsonObject.class::cast).toList();
        // Then
        assertThat(before).isNotEmpty().allSatisfy(row -> assertThat(now.get(row.getString("name")))
                .isEqualTo(row));
        assertThat(before).allSatisfy(row -> assertThat(FROZEN.resolve(row.getString("request") + ".json"))
                .exists());
        assertThat(before).allSatisfy(row -> assertThat(FROZEN.resolve(row.getString("reply") + ".json"))
                .exists());
    }

    static JsonObject row(Operation<?, ?> operation) {
        return new JsonObject()
                .put("name", operation.name())
                .put("place", operation.place().name())
                .put("pace", operation.pace().name())
                .put("request", operation.request().getSimpleName())
                .put("reply", operation.reply().getSimpleName());
    }

    /** Returns of the message what the frozen one has, so that fields which were added since do not count. */
    private static JsonObject within(JsonObject message, JsonObject frozen) {
        JsonObject known = new JsonObject();
        for (String field : frozen.fieldNames()) {
            if (message.containsKey(field)) {
                known.put(field, within(message.getValue(field), frozen.getValue(field)));
            }
        }
        return known;
    }

    private static Object within(Object value, Object frozen) {
        if (value instanceof JsonObject object && frozen instanceof JsonObject known) {
            return within(object, known);
        }
        if (value instanceof JsonArray array && frozen instanceof JsonArray known && array.size() == known.size()) {
            JsonArray all = new JsonArray();
            for (int i = 0; i < array.size(); i++) {
                all.add(within(array.getValue(i), known.getValue(i)));
            }
            return all;
        }
        return value;
    }

    private static Class<?> type(String name) {
        return Stream.of("io.github.vertxregistry.message.", "io.github.vertxregistry.model.")
                .flatMap(packageName -> named(packageName + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no record " + name + " any more"));
    }

    private static Stream<Class<?>> named(String name) {
        try {
            return Stream.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Stream.empty();
        }
    }

    private static JsonObject read(Path file) {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
