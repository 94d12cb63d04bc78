package io.github.vertxregistry.filesystem;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.testkit.TarBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A layer in memory, which counts how often it is opened. */
record BytesLayer(Buffer bytes, Digest digest, AtomicInteger opened) implements StoredLayer {
    static BytesLayer of(byte[] bytes) {
        return new BytesLayer(Buffer.buffer(bytes), Digest.sha256(bytes), new AtomicInteger());
    }

    /** Returns an image of those layers, lowest first. */
    static ImageLayers image(StoredLayer... layers) {
        return new ImageLayers("the image", Digest.sha256(new byte[0]), of(new byte[0]), List.of(layers));
    }

    /** Returns an image of those layers, lowest first. */
    static ImageLayers image(TarBuilder... layers) {
        List<StoredLayer> all = new ArrayList<>();
        for (TarBuilder layer : layers) {
            all.add(of(layer.bytes()));
        }
        return image(all.toArray(StoredLayer[]::new));
    }

    @Override
    public long size() {
        return bytes.length();
    }

    @Override
    public String name() {
        return "layer " + digest.shortForm();
    }

    @Override
    public InputStream open() {
        opened.incrementAndGet();
        return new ByteArrayInputStream(bytes.getBytes());
    }
}
