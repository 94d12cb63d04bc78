package io.github.vertxregistry.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image's config tells (OCI Image Spec, "Image Configuration"). Texts that the config leaves out are null, lists and
 * maps are empty.
 *
 * @param architecture the processor
 * @param os the operating system
 * @param variant the processor's variant
 * @param created when the image was made, as the config writes it (RFC 3339)
 * @param author who made it
 * @param container how a container of it is run
 * @param diffIds the digest of each uncompressed layer, lowest first
 * @param history how each layer came to be
 */
public record ImageConfig(
        String architecture,
        String os,
        String variant,
        String created,
        String author,
        Container container,
        List<Digest> diffIds,
        List<History> history) {
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    /** How a container is run: the config's {@code config} object. */
    public record Container(
            List<String> cmd,
            List<String> entrypoint,
            List<String> env,
            String user,
            String workingDir,
            List<String> exposedPorts,
            Map<String, String> labels) {}

    /** One step of the image's history; {@code emptyLayer} where it added no layer. */
    public record History(String created, String createdBy, String author, String comment, boolean emptyLayer) {}

    /**
     * Reads a config.
     *
     * @param content its bytes; the caller has capped their number
     * @param kind what a bad document fails with
     * @param what names the document in the failure
     */
    public static ImageConfig parse(byte[] content, FailureKind kind, String what) {
        JsonNode json = JsonText.readObject(content, kind, what);
        return new ImageConfig(
                text(json, "architecture"),
                text(json, "os"),
                text(json, "variant"),
                text(json, "created"),
                text(json, "author"),
                container(json.path("config")),
                diffIds(json.path("rootfs").path("diff_ids"), kind, what),
                history(json.path("history")));
    }

    /** Returns the platform, or null where the config names none. */
    public Platform platform() {
        return os == null || architecture == null ? null : new Platform(os, architecture, variant, null);
    }

    private static Container container(JsonNode json) {
        Map<String, String> labels = new LinkedHashMap<>();
        json.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        List<String> ports = new ArrayList<>();
        json.path("ExposedPorts").fieldNames().forEachRemaining(ports::add);
        return new Container(
                texts(json.path("Cmd")),
                texts(json.path("Entrypoint")),
                texts(json.path("Env")),
                text(json, "User"),
                text(json, "WorkingDir"),
                ports,
                labels);
    }

    private static List<Digest> diffIds(JsonNode json, FailureKind kind, String what) {
        if (!json.isMissingNode() && !json.isNull() && !json.isArray()) {
            throw JsonText.wrong(kind, what + ": rootfs.diff_ids is not a list");
        }
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            digests.add(JsonText.digest(json.get(i), kind, what + ": rootfs.diff_ids[" + i + "]"));
        }
        return digests;
    }

    private static List<History> history(JsonNode json) {
        List<History> steps = new ArrayList<>();
        json.forEach(step -> steps.add(new History(
                text(step, "created"),
                text(step, "created_by"),
                text(step, "author"),
                text(step, "comment"),
                step.path("empty_layer").asBoolean(false))));
        return steps;
    }

    private static List<String> texts(JsonNode json) {
        List<String> list = new ArrayList<>();
        json.forEach(item -> list.add(item.asText()));
        return list;
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText(null);
    }
}
