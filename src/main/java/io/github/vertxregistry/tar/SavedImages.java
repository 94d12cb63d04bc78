package io.github.vertxregistry.tar;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Manifest;
import io.github.vertxregistry.model.SavedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code manifest.json} says, read strictly but for the nulls that Go's writers leave in the place of empty lists.
 *
 * @param exists whether there is such a document
 * @param decides whether it lists anything; an {@code index.json} decides where it does not
 * @param items the images that it lists and that can be understood
 */
record SavedImages(boolean exists, boolean decides, List<Item> items) {
    static final String FILE = "manifest.json";
    /** A document that is there, and is no list of images. */
    static final SavedImages UNREADABLE = new SavedImages(true, true, List.of());

    private static final int MAX_LAYERS = 100_000;

    SavedImages {
        items = List.copyOf(items);
    }

    /**
     * An image of the document.
     *
     * @param where its place, such as {@code manifest.json[0]}
     */
    record Item(String where, SavedImage image) {}

    /** Reads the document of a tar, if it has one. */
    static SavedImages read(Source source, Findings findings) {
        Located located = source.find(FILE);
        return located == null
                ? new SavedImages(false, false, List.of())
                : new Parser(source.tar(), findings).parse(source.document(located));
    }

    private record Parser(String tar, Findings findings) {
        SavedImages parse(byte[] document) {
            JsonNode json = JsonText.read(document, FailureKind.TAR_INVALID, FILE + " of " + tar);
            if (json.isNull()) {
                return new SavedImages(true, false, List.of());
            }
            if (!json.isArray()) {
                throw TarFailures.invalid(tar, FILE + " is not a list of images");
            }
            checkCount(json, FILE);
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < json.size(); i++) {
                SavedImage image = image(json.get(i), FILE + "[" + i + "]");
                if (image != null) {
                    items.add(new Item(FILE + "[" + i + "]", image));
                }
            }
            long layers = items.stream()
                    .mapToLong(item -> item.image().layers().size())
                    .sum();
            if (layers > MAX_LAYERS) {
                throw TarFailures.tooMany(tar, FILE + " names " + layers + " layers, more than " + MAX_LAYERS);
            }
            return new SavedImages(true, !json.isEmpty(), items);
        }

        /** Null, once its problem has been taken, where it has no config: nothing of it can be looked at. */
        private SavedImage image(JsonNode json, String what) {
            List<String> repoTags = texts(json.path("RepoTags"), what + ".RepoTags");
            List<String> layers = texts(json.path("Layers"), what + ".Layers");
            if (json.path("Config").isTextual()) {
                return new SavedImage(json.get("Config").textValue(), repoTags, layers);
            }
            findings.problem(FILE, TarFailures.invalid(tar, what + " names no Config"));
            return null;
        }

        private List<String> texts(JsonNode json, String what) {
            List<String> texts = new ArrayList<>();
            if (json.isMissingNode() || json.isNull()) {
                return texts;
            }
            if (!json.isArray()) {
                findings.problem(FILE, TarFailures.invalid(tar, what + " is not a list"));
                return texts;
            }
            checkCount(json, what);
            for (JsonNode item : json) {
                if (item.isTextual()) {
                    texts.add(item.textValue());
                } else {
                    findings.problem(FILE, TarFailures.invalid(tar, what + " holds something that is no text"));
                }
            }
            return texts;
        }

        private void checkCount(JsonNode list, String what) {
            if (list.size() > Manifest.MAX_ENTRIES) {
                throw TarFailures.tooMany(
                        tar, what + " has " + list.size() + " entries, more than " + Manifest.MAX_ENTRIES);
            }
        }
    }
}
