package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ImageInfo;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Descriptor;
import io.github.vertxregistry.model.ImageConfig;
import io.github.vertxregistry.model.InspectedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an image is, in lines: one in a registry and one in a tar alike. */
final class ImageText {
    private ImageText() {}

    static List<String> of(ImageInfo info) {
        Table table = new Table()
                .row("image", info.repository() + (info.tag() == null ? "" : ":" + info.tag()))
                .row("digest", info.digest().toString())
                .row("media type", info.mediaType())
                .row("platform", platform(info.os(), info.architecture()))
                .rows("offered for", info.platforms())
                .row("created", info.created())
                .row(
                        "size",
                        Table.size(info.totalSize()) + " (" + Table.size(info.layerSize()) + " of "
                                + Table.count(info.layerCount(), "layer") + ", " + Table.size(info.configSize())
                                + " of config)");
        container(table, info.config());
        return table.rows("layers", info.layers().stream().map(ImageText::layer).toList())
                .lines();
    }

    private static String layer(Descriptor layer) {
        return layer.digest() + "  " + Table.size(layer.size()) + "  " + layer.mediaType();
    }

    static List<String> of(InspectedImage image) {
        Table table = new Table()
                .row("id", image.id().toString())
                .rows("tags", image.repoTags())
                .row("platform", platform(image.os(), image.architecture()))
                .row("created", image.created())
                .row("author", image.author())
                .row(
                        "size",
                        Table.size(image.size()) + " of config and "
                                + Table.count(image.layers().size(), "layer"));
        container(table, image.config());
        return table.rows(
                        "layers", image.layers().stream().map(ImageText::layer).toList())
                .lines();
    }

    private static String layer(InspectedImage.Layer layer) {
        String compression = layer.compression() == Compression.NONE ? "plain" : layer.compression() + "";
        return layer.digest() + "  " + Table.size(layer.size()) + "  " + compression + "  " + layer.entry();
    }

    static List<String> of(List<InspectedImage> images) {
        List<String> lines = new ArrayList<>();
        for (InspectedImage image : images) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(of(image));
        }
        return lines;
    }

    private static void container(Table table, ImageConfig.Container config) {
        if (config == null) {
            return;
        }
        table.row("entrypoint", joined(config.entrypoint()))
                .row("command", joined(config.cmd()))
                .row("user", emptyToNull(config.user()))
                .row("folder", emptyToNull(config.workingDir()))
                .rows("ports", orNone(config.exposedPorts()))
                .rows("environment", orNone(config.env()))
                .rows("labels", labels(config.labels()));
    }

    private static List<String> labels(Map<String, String> labels) {
        return labels == null
                ? List.of()
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList();
    }

    private static String platform(String os, String architecture) {
        return os == null && architecture == null ? null : os + "/" + architecture;
    }

    private static String joined(List<String> words) {
        return words == null || words.isEmpty() ? null : String.join(" ", words);
    }

    private static List<String> orNone(List<String> values) {
        return values == null ? List.of() : values;
    }

    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
