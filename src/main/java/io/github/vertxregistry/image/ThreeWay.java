package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What becomes of an image's config when its base becomes another one: what it has of the old base, it has of the new one then. */
final class ThreeWay {
    private static final String ENV = "Env";

    private ThreeWay() {}

    /** Changes the first of the three in place. */
    static void merge(ObjectNode image, ObjectNode old, ObjectNode now) {
        JsonNode env = env(image.path(ENV), old.path(ENV), now.path(ENV), image);
        for (String field : names(image, old, now)) {
            if (!field.equals(ENV)) {
                become(image, field, merged(present(image, field), present(old, field), present(now, field)));
            }
        }
        become(image, ENV, env);
    }

    /** Docker writes null for what others leave out. */
    private static JsonNode present(ObjectNode tree, String field) {
        return tree.path(field).isNull() ? null : tree.get(field);
    }

    /** What was null and still is nothing stays null, so that a config that says the same keeps its bytes. */
    private static void become(ObjectNode image, String field, JsonNode value) {
        if (value != null || !image.path(field).isNull()) {
            put(image, field, value);
        }
    }

    private static JsonNode merged(JsonNode its, JsonNode olds, JsonNode news) {
        if (isObject(its) && isObject(news) && (olds == null || isObject(olds))) {
            ObjectNode all = ((ObjectNode) its).objectNode();
            ObjectNode before = olds == null ? all.objectNode() : (ObjectNode) olds;
            for (String name : names((ObjectNode) its, before, (ObjectNode) news)) {
                put(all, name, merged(its.get(name), before.get(name), news.get(name)));
            }
            return all;
        }
        return Objects.equals(its, olds) ? news : its;
    }

    private static boolean isObject(JsonNode node) {
        return node != null && node.isObject();
    }

    private static Set<String> names(ObjectNode... trees) {
        Set<String> names = new LinkedHashSet<>();
        for (ObjectNode tree : trees) {
            tree.fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    private static void put(ObjectNode tree, String name, JsonNode value) {
        if (value == null) {
            tree.remove(name);
        } else {
            tree.set(name, value);
        }
    }

    /** Variables have an order, since who reads them may make one of another: the new base's come first, as in a build. */
    private static JsonNode env(JsonNode its, JsonNode olds, JsonNode news, ObjectNode factory) {
        Map<String, JsonNode> image = variables(its);
        Map<String, JsonNode> before = variables(olds);
        Map<String, JsonNode> all = variables(news);
        all.keySet().removeIf(name -> before.containsKey(name) && !image.containsKey(name));
        image.forEach((name, entry) -> {
            if (!entry.equals(before.get(name))) {
                all.put(name, entry);
            }
        });
        if (all.isEmpty()) {
            return null;
        }
        ArrayNode list = factory.arrayNode();
        all.values().forEach(list::add);
        return list;
    }

    private static Map<String, JsonNode> variables(JsonNode list) {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        list.forEach(entry -> variables.put(ConfigEdit.variable(entry), entry));
        return variables;
    }
}
