package io.github.vertxregistry.testkit;

/** A sound tar of one image, with a {@code manifest.json} of few words, to be broken in one place. */
final class SavedTar {
    static final String NAME = "team/app:1";
    static final String LAYER = "layer.tar";
    static final ImageTarFixture IMAGE = ImageTarFixture.image(NAME).layer("a.txt", "a".repeat(5_000));
    static final String CONFIG = IMAGE.id().hex() + ".json";

    private SavedTar() {}

    static TarBuilder sound() {
        return new TarBuilder()
                .file("manifest.json", document(CONFIG, LAYER))
                .file(CONFIG, IMAGE.config())
                .file(LAYER, IMAGE.layers().get(0).tar());
    }

    /** Returns the same tar with another {@code manifest.json}. */
    static TarBuilder with(String document) {
        return sound().replace("manifest.json", document);
    }

    /** Returns the same tar with another config, of a name that claims nothing. */
    static TarBuilder withConfig(String config) {
        return with(document("config.json", LAYER)).file("config.json", config);
    }

    static String document(String config, String... layers) {
        return "[" + item(config, NAME, layers) + "]";
    }

    static String item(String config, String name, String... layers) {
        String names = layers.length == 0 ? "" : "\"" + String.join("\",\"", layers) + "\"";
        return "{\"Config\":\"" + config + "\",\"RepoTags\":[\"" + name + "\"],\"Layers\":[" + names + "]}";
    }
}
