package io.github.vertxregistry.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertxregistry.tar.LayerWriter;
import io.github.vertxregistry.task.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderTarTest {
    @TempDir
    private Path folder;

    private static void attribute(Path file, String name, byte... value) throws IOException {
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class).write(name, ByteBuffer.wrap(value));
    }

    private byte[] tar() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FolderTar(folder, "into", false, 100, new LayerWriter(out), Task.unwatched()).write();
        return out.toByteArray();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsNamesAndLinksThatAreNoTextByteForByte() throws IOException, InterruptedException {
        // Given
        String make = "cd \"$0\" && touch \"$(printf '\\377')\" \"$(printf '\\376%%')\""
                + " && mkdir \"$(printf 'd\\375')\" && ln -s \"$(printf '../x\\374')\" s";
        assertThat(new ProcessBuilder("sh", "-c", make, folder.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        // When
        byte[] tar = tar();
        // Then
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "ISO-8859-1")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName() + entry.getLinkName());
            }
        }
        assertThat(names).containsExactly("into/d\u00fd/", "into/s../x\u00fc", "into/\u00fe%", "into/\u00ff");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsTheAttributesOfFilesAndFolders() throws IOException {
        // Given
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView(UserDefinedFileAttributeView.class));
        Path inner = Files.createDirectory(folder.resolve("d"));
        Path file = Files.writeString(inner.resolve("f"), "1");
        Files.writeString(inner.resolve("plain"), "2");
        Files.createSymbolicLink(inner.resolve("s"), Path.of("f"));
        attribute(inner, "of", "folder".getBytes(StandardCharsets.UTF_8));
        attribute(file, "z", (byte) 0, (byte) 0xff, (byte) '\n');
        attribute(file, "a.b", (byte) '=');
        // When
        byte[] tar = tar();
        // Then
        Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "ISO-8859-1")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                attributes.put(entry.getName(), entry.getExtraPaxHeaders());
            }
        }
        assertThat(attributes.keySet()).containsExactly("into/d/", "into/d/f", "into/d/plain", "into/d/s");
        assertThat(attributes.get("into/d/")).containsExactly(Map.entry("SCHILY.xattr.user.of", "folder"));
        assertThat(attributes.get("into/d/plain")).isEmpty();
        assertThat(attributes.get("into/d/s")).isEmpty();
        assertThat(attributes.get("into/d/f")).containsOnlyKeys("SCHILY.xattr.user.a.b", "SCHILY.xattr.user.z");
        assertThat(new String(tar, StandardCharsets.ISO_8859_1))
                .contains("27 SCHILY.xattr.user.a.b==\n27 SCHILY.xattr.user.z=\0\u00ff\n\n");
        assertThat(tar()).isEqualTo(tar);
    }
}
