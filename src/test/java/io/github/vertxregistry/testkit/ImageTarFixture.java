package io.github.vertxregistry.testkit;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.vertxregistry.model.Compression;
import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.Platform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * An image made in code, to be written into a tar in any {@link TarShape}; the same calls give the same bytes. For example
 * {@code ImageTarFixture.image("team/app:1").layer("a.txt", "a").write(file, TarShape.DOCKER_LEGACY)}.
 */
public final class ImageTarFixture {
    private final List<String> tags;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Digest> extraDiffIds = new ArrayList<>();
    private Platform platform = Platform.local();
    private String author = "someone";

    /** A layer: the plain tar, and the bytes that lie in the image's tar. */
    public static final class Layer {
        private final byte[] tar;
        private final byte[] stored;
        private final Compression compression;

        Layer(byte[] tar, byte[] stored, Compression compression) {
            this.tar = tar;
            this.stored = stored;
            this.compression = compression;
        }

        public byte[] tar() {
            return tar;
        }

        public byte[] stored() {
            return stored;
        }

        public Compression compression() {
            return compression;
        }

        public Digest diffId() {
            return Digest.sha256(tar);
        }

        public Digest digest() {
            return Digest.sha256(stored);
        }
    }

    private ImageTarFixture(List<String> tags) {
        this.tags = tags;
    }

    /** Starts an image of no layers with those names. */
    public static ImageTarFixture image(String... tags) {
        return new ImageTarFixture(List.of(tags));
    }

    /** Adds a plain layer that holds one file. */
    public ImageTarFixture layer(String file, String text) {
        return layer(layerTar(file, text), Compression.NONE);
    }

    /** Adds a layer that holds one file, compressed. */
    public ImageTarFixture layer(String file, String text, Compression compression) {
        return layer(layerTar(file, text), compression);
    }

    /** Adds a layer of those bytes, compressed. */
    public ImageTarFixture layer(byte[] tar, Compression compression) {
        layers.add(new Layer(tar, compressed(tar, compression), compression));
        return this;
    }

    /** Adds a layer whose bytes in the tar are those, whatever they unpack to. */
    public ImageTarFixture storedLayer(byte[] tar, byte[] stored, Compression compression) {
        layers.add(new Layer(tar, stored, compression));
        return this;
    }

    public ImageTarFixture platform(String text) {
        platform = Platform.of(text);
        return this;
    }

    public ImageTarFixture author(String text) {
        author = text;
        return this;
    }

    /** Adds a diff_id that no layer belongs to. */
    public ImageTarFixture diffIdWithoutLayer(Digest diffId) {
        extraDiffIds.add(diffId);
        return this;
    }

    public List<String> tags() {
        return tags;
    }

    public List<Layer> layers() {
        return layers;
    }

    public Platform platform() {
        return platform;
    }

    /** Returns the config's bytes. */
    public byte[] config() {
        JsonArray diffIds = new JsonArray();
        layers.forEach(layer -> diffIds.add(layer.diffId().toString()));
        extraDiffIds.forEach(diffId -> diffIds.add(diffId.toString()));
        JsonArray history = new JsonArray();
        layers.forEach(layer -> history.add(
                new JsonObject().put("created", "2026-01-02T03:04:05Z").put("created_by", "COPY . /")));
        return json(new JsonObject()
                .put("created", "2026-01-02T03:04:05Z")
                .put("author", author)
                .put("architecture", platform.architecture())
                .put("os", platform.os())
                .put(
                        "config",
                        new JsonObject()
                                .put("Cmd", new JsonArray().add("/bin/app"))
                                .put("Env", new JsonArray().add("PATH=/bin"))
                                .put("User", "app")
                                .put("WorkingDir", "/srv")
                                .put("ExposedPorts", new JsonObject().put("8080/tcp", new JsonObject()))
                                .put("Labels", new JsonObject().put("team", "blue")))
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", diffIds))
                .put("history", history));
    }

    /** Returns the digest of the config: the image's id. */
    public Digest id() {
        return Digest.sha256(config());
    }

    /** Writes a tar with this image alone. */
    public Path write(Path file, TarShape shape) {
        return shape.of(this).write(file);
    }

    /** Returns a layer tar that holds one file. */
    public static byte[] layerTar(String file, String text) {
        return new TarBuilder().file(file, text).bytes();
    }

    /** Compresses bytes, for layers and for whole tars. */
    public static byte[] compressed(byte[] bytes, Compression compression) {
        if (compression == Compression.NONE) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoder = encoder(out, compression)) {
            encoder.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static OutputStream encoder(OutputStream out, Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
            case XZ -> new XZOutputStream(out, new LZMA2Options());
            case BZIP2 -> new BZip2CompressorOutputStream(out);
        };
    }

    /** Compresses a file into another one. */
    public static Path compressed(Path file, Compression compression, Path target) {
        try {
            return Files.write(target, compressed(Files.readAllBytes(file), compression));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] json(JsonObject json) {
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }
}
