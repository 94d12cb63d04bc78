package io.github.vertxregistry.cli;

import io.github.vertxregistry.model.Digest;
import io.github.vertxregistry.model.ImageReference;
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
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes tars of one small image as {@code docker save} writes them: a layer with a program, a layer with its data, a config
 * and two documents. The same calls give the same bytes. Blocking.
 */
public final class SampleTar {
    private static final String CREATED = "2026-01-01T00:00:00Z";
    private static final int PROGRAM_MODE = 0100755;
    private static final int FILE_MODE = 0100644;

    private final String name;
    private final int dataBytes;

    private SampleTar(String name, int dataBytes) {
        this.name = name;
        this.dataBytes = dataBytes;
    }

    /**
     * Writes a tar.
     *
     * @param file the tar
     * @param dataBytes how many bytes of data the second layer holds
     * @param tags the image's names, such as {@code demo/hello:1.0}; each repository has another content
     * @return the file
     */
    public static Path write(Path file, int dataBytes, String... tags) {
        try (OutputStream out = Files.newOutputStream(file)) {
            new SampleTar(ImageReference.of(tags[0]).repository(), dataBytes).write(out, List.of(tags));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out, List<String> tags) throws IOException {
        byte[] program = program();
        byte[] data = data();
        byte[] config = config(program, data);
        String configName = Digest.sha256(config).hex() + ".json";
        JsonArray layers = new JsonArray().add(layerName(program)).add(layerName(data));
        JsonObject entry = new JsonObject()
                .put("Config", configName)
                .put("RepoTags", new JsonArray(tags))
                .put("Layers", layers);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            add(tar, layerName(program), program, FILE_MODE);
            add(tar, layerName(data), data, FILE_MODE);
            add(tar, configName, config, FILE_MODE);
            add(tar, "manifest.json", text(new JsonArray().add(entry).encode()), FILE_MODE);
        }
    }

    private static String layerName(byte[] layer) {
        return Digest.sha256(layer).hex() + "/layer.tar";
    }

    private byte[] program() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "bin/hello", text("#!/bin/sh\necho \"hello from " + name + "\"\n"), PROGRAM_MODE);
            add(tar, "etc/os-release", text("ID=sample\nPRETTY_NAME=\"A sample image\"\n"), FILE_MODE);
        }
        return bytes.toByteArray();
    }

    private byte[] data() throws IOException {
        byte[] random = new byte[dataBytes];
        new Random(name.hashCode()).nextBytes(random);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "srv/greeting.txt", text("hello from " + name + "\n"), FILE_MODE);
            add(tar, "srv/data.bin", random, FILE_MODE);
        }
        return bytes.toByteArray();
    }

    private byte[] config(byte[] program, byte[] data) {
        JsonArray diffIds = new JsonArray()
                .add(Digest.sha256(program).toString())
                .add(Digest.sha256(data).toString());
        JsonObject container = new JsonObject()
                .put("Cmd", new JsonArray().add("/bin/hello"))
                .put("Env", new JsonArray().add("PATH=/bin").add("GREETING=hello"))
                .put("WorkingDir", "/srv")
                .put("ExposedPorts", new JsonObject().put("8080/tcp", new JsonObject()))
                .put("Labels", new JsonObject().put("org.opencontainers.image.title", name));
        return text(new JsonObject()
                .put("created", CREATED)
                .put("author", "vertx-registry")
                .put("architecture", Platform.local().architecture())
                .put("os", "linux")
                .put("config", container)
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", diffIds))
                .put("history", new JsonArray().add(step("COPY hello /bin/")).add(step("COPY data /srv/")))
                .encode());
    }

    private static JsonObject step(String command) {
        return new JsonObject().put("created", CREATED).put("created_by", command);
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
