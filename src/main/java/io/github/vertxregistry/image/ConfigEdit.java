package io.github.vertxregistry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.ImageChanges;
import io.github.vertxregistry.message.TextChanges;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes an image's config and annotations as a request says, and nothing else of them. */
final class ConfigEdit implements ImageEdit {
    private final ImageChanges changes;

    ConfigEdit(ImageChanges changes) {
        this.changes = changes;
    }

    @Override
    public Future<Void> apply(EditableImage image) {
        if (!changes.keepsConfig()) {
            changeConfig(image);
        }
        if (!changes.annotations().set().isEmpty() && image.isDocker()) {
            throw RegistryException.badField(
                            "annotations", "cannot be given to " + image.name() + ": a Docker manifest has none")
                    .withHint("take labels instead");
        }
        annotate(image.manifest());
        return Future.succeededFuture();
    }

    @Override
    public void applyToIndex(ObjectNode index) {
        annotate(index);
    }

    private void annotate(ObjectNode tree) {
        changeTexts(tree, "annotations", changes.annotations());
    }

    private void changeConfig(EditableImage image) {
        ObjectNode config = image.config();
        put(config, "created", changes.created());
        put(config, "author", changes.author());
        JsonNode before = config.get("config");
        ObjectNode container = image.container();
        changeEnv(container);
        changeTexts(container, "Labels", changes.labels());
        put(container, "Entrypoint", changes.entrypoint());
        // As in a Dockerfile: a command was meant for the entrypoint that it was written for.
        put(container, "Cmd", changes.entrypoint() != null && changes.cmd() == null ? List.of() : changes.cmd());
        put(container, "User", changes.user());
        put(container, "WorkingDir", changes.workingDir());
        expose(container);
        if (container.isEmpty() && (before == null || before.isNull())) {
            config.remove("config");
            Optional.ofNullable(before).ifPresent(none -> config.set("config", none));
        }
    }

    /** A variable keeps its place, since a later one may be made of it by who reads them in order. */
    private void changeEnv(ObjectNode container) {
        TextChanges env = changes.env();
        if (env.set().isEmpty()
                && (env.unset().isEmpty() || !container.path("Env").isArray())) {
            return;
        }
        ArrayNode list = container.arrayNode();
        container.path("Env").forEach(entry -> {
            String name = variable(entry);
            if (env.set().containsKey(name)) {
                list.add(name + "=" + env.set().get(name));
            } else if (!env.unset().contains(name)) {
                list.add(entry);
            }
        });
        List<String> present = new ArrayList<>();
        container.path("Env").forEach(entry -> present.add(variable(entry)));
        env.set().entrySet().stream()
                .filter(pair -> !present.contains(pair.getKey()))
                .forEach(pair -> list.add(pair.getKey() + "=" + pair.getValue()));
        container.set("Env", list);
    }

    /** Returns the name of a variable as it stands in a config's list. */
    static String variable(JsonNode entry) {
        String text = entry.asText();
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    private static void changeTexts(ObjectNode tree, String field, TextChanges changes) {
        if (changes.set().isEmpty() && !tree.path(field).isObject()) {
            return;
        }
        JsonNode there = tree.path(field);
        ObjectNode texts = there.isObject() ? (ObjectNode) there : tree.putObject(field);
        texts.remove(changes.unset());
        changes.set().forEach(texts::put);
    }

    private static void put(ObjectNode tree, String field, String value) {
        if (value == null) {
            return;
        }
        if (value.isEmpty()) {
            tree.remove(field);
        } else {
            tree.put(field, value);
        }
    }

    private static void put(ObjectNode tree, String field, List<String> words) {
        if (words == null) {
            return;
        }
        if (words.isEmpty()) {
            tree.remove(field);
        } else {
            ArrayNode list = tree.putArray(field);
            words.forEach(list::add);
        }
    }

    private void expose(ObjectNode container) {
        if (changes.exposedPorts().isEmpty()) {
            return;
        }
        JsonNode there = container.path("ExposedPorts");
        ObjectNode ports = there.isObject() ? (ObjectNode) there : container.putObject("ExposedPorts");
        changes.exposedPorts().forEach(port -> ports.putObject(port.indexOf('/') < 0 ? port + "/tcp" : port));
    }
}
