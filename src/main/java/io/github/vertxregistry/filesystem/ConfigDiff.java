package io.github.vertxregistry.filesystem;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageDifference.Field;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In what two configs differ, field by field, variables, labels and steps of the history each for itself; layers are left to who
 * compares layers.
 *
 * @param fields what differs, by name
 * @param before what the layers of the one unpack to
 * @param after what those of the other do
 */
record ConfigDiff(List<Field> fields, List<Digest> before, List<Digest> after) {
    private static final int MAX_FIELDS = 1_000;
    private static final int MAX_TEXT = 500;
    private static final String OF_LAYERS = "rootfs";
    private static final String HISTORY = "history";
    private static final Pattern STEP = Pattern.compile(HISTORY + "\\.([0-9]{1,9})(\\..*)?");
    /** By name, the steps of the history behind all else, in their order. */
    private static final Comparator<String> ORDER =
            Comparator.comparingInt(ConfigDiff::step).thenComparing(Comparator.naturalOrder());

    static ConfigDiff of(StoredLayer before, StoredLayer after, TarConfig limits, Task task) {
        byte[] one = read(before, limits, task);
        byte[] other = read(after, limits, task);
        Map<String, String> old = fields(one, before.name());
        Map<String, String> now = fields(other, after.name());
        List<Field> fields = new ArrayList<>();
        Set<String> names = new TreeSet<>(ORDER);
        names.addAll(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (fields.size() < MAX_FIELDS && !Objects.equals(old.get(name), now.get(name))) {
                fields.add(new Field(name, cut(old.get(name)), cut(now.get(name))));
            }
        }
        return new ConfigDiff(fields, diffIds(one, before.name()), diffIds(other, after.name()));
    }

    private static List<Digest> diffIds(byte[] config, String name) {
        return ImageConfig.parse(config, FailureKind.REGISTRY_FAULT, name).diffIds();
    }

    private static byte[] read(StoredLayer config, TarConfig limits, Task task) {
        task.check();
        if (config.size() > limits.maxJsonBytes()) {
            throw RegistryException.of(
                            FailureKind.LIMIT_EXCEEDED,
                            config.name() + " has more than " + limits.maxJsonBytes() + " bytes")
                    .withHint("if the image is to be trusted, raise tar.maxJsonBytes");
        }
        try (InputStream in = config.open()) {
            byte[] bytes = in.readNBytes((int) config.size());
            if (!config.digest().matches(bytes)) {
                throw RegistryException.of(
                                FailureKind.DIGEST_MISMATCH, config.name() + ": its bytes do not hash to its digest")
                        .withHint("the content was changed on its way or where it lies: do not use it");
            }
            return bytes;
        } catch (IOException e) {
            throw LayerReading.unreadable(config, e);
        }
    }

    private static Map<String, String> fields(byte[] config, String name) {
        Map<String, String> fields = new HashMap<>();
        JsonNode tree = JsonText.readObject(config, FailureKind.REGISTRY_FAULT, name);
        tree.properties().forEach(field -> {
            if (!field.getKey().equals(OF_LAYERS)) {
                add(fields, field.getKey(), field.getValue());
            }
        });
        return fields;
    }

    private static void add(Map<String, String> fields, String name, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(field -> add(fields, name + "." + field.getKey(), field.getValue()));
        } else if (name.endsWith(".Env") && value.isArray()) {
            value.forEach(entry -> variable(fields, name, entry.asText()));
        } else if (name.equals(HISTORY) && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                add(fields, name + "." + i, value.get(i));
            }
        } else if (!value.isNull()) {
            fields.put(name, value.toString());
        }
    }

    private static void variable(Map<String, String> fields, String name, String entry) {
        int equals = Math.max(0, entry.indexOf('='));
        fields.put(name + "." + entry.substring(0, equals), entry.substring(equals == 0 ? 0 : equals + 1));
    }

    private static int step(String name) {
        Matcher step = STEP.matcher(name);
        return step.matches() ? Integer.parseInt(step.group(1)) : -1;
    }

    private static String cut(String text) {
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
