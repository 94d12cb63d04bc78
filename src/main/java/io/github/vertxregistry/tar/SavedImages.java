package io.github.vertxregistry.tar;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.SavedImage;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code manifest.json}, strictly but for the nulls that Go's writers leave in the place of empty lists. */
final class SavedImages {
    static final String FILE = "manifest.json";
    private static final int MAX_LAYERS = 100_000;

    private SavedImages() {}

    /** Returns the images that the document lists; none where it is {@code null}. */
    static List<SavedImage> parse(byte[] document, String tar) {
        JsonNode json = JsonText.read(document, FailureKind.TAR_INVALID, FILE + " of " + tar);
        if (json.isNull()) {
            return List.of();
        }
        if (!json.isArray()) {
            throw TarFailures.invalid(tar, FILE + " is not a list of images");
        }
        checkCount(json, FILE, tar);
        List<SavedImage> images = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            images.add(image(json.get(i), FILE + "[" + i + "]", tar));
        }
        long layers = images.stream().mapToLong(image -> image.layers().size()).sum();
        if (layers > MAX_LAYERS) {
            throw TarFailures.tooMany(tar, FILE + " names " + layers + " layers, more than " + MAX_LAYERS);
        }
        return images;
    }

    private static SavedImage image(JsonNode json, String what, String tar) {
        if (!json.path("Config").isTextual()) {
            throw TarFailures.invalid(tar, what + " names no Config");
        }
        return new SavedImage(
                json.get("Config").textValue(),
                texts(json.path("RepoTags"), what + ".RepoTags", tar),
                texts(json.path("Layers"), what + ".Layers", tar));
    }

    private static List<String> texts(JsonNode json, String what, String tar) {
        if (json.isMissingNode() || json.isNull()) {
            return List.of();
        }
        if (!json.isArray()) {
            throw TarFailures.invalid(tar, what + " is not a list");
        }
        checkCount(json, what, tar);
        List<String> texts = new ArrayList<>();
        for (JsonNode item : json) {
            if (!item.isTextual()) {
                throw TarFailures.invalid(tar, what + " holds something that is no text");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    private static void checkCount(JsonNode list, String what, String tar) {
        if (list.size() > Manifest.MAX_ENTRIES) {
            throw TarFailures.tooMany(
                    tar, what + " has " + list.size() + " entries, more than " + Manifest.MAX_ENTRIES);
        }
    }
}
