package io.github.vertxregistry.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * What is the same in all tars of a program: its entries, and the fields of its documents, with {@code #} in the place of
 * each digest.
 *
 * @param entries kind and name of each entry
 * @param fields each path of a JSON document that has something to do with images, after the kind of the document
 */
record TarOutline(List<String> entries, Collection<String> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HOST = Pattern.compile("(containerd\\.io/distribution\\.source)\\..*");
    private static final int LARGEST_DOCUMENT = 100_000;

    static TarOutline of(Path tar) throws IOException {
        List<String> entries = new ArrayList<>();
        Collection<String> fields = new TreeSet<>();
        try (TarFile file = new TarFile(tar)) {
            for (TarArchiveEntry entry : file.getEntries()) {
                entries.add(kind(entry) + " " + general(entry.getName()) + general(entry.getLinkName()));
                if (entry.isFile() && entry.getSize() < LARGEST_DOCUMENT) {
                    addFields(
                            fields, entry.getName(), file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return new TarOutline(entries, fields);
    }

    private static String kind(TarArchiveEntry entry) {
        return entry.isDirectory() ? "folder" : entry.isSymbolicLink() ? "symlink" : "file";
    }

    private static String general(String text) {
        return DIGEST.matcher(text).replaceAll("#");
    }

    private static void addFields(Collection<String> fields, String entry, byte[] bytes) {
        JsonNode document = json(bytes);
        if (List.of("manifest.json", "index.json", "oci-layout").contains(entry)) {
            addFields(fields, entry, document);
        } else if (document.has("schemaVersion")) {
            addFields(fields, document.has("manifests") ? "index" : "manifest", document);
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException layer) {
            return JSON.createObjectNode();
        }
    }

    private static void addFields(Collection<String> fields, String path, JsonNode node) {
        if (node.isValueNode()) {
            fields.add(path);
        }
        node.forEach(child -> {
            if (node.isArray()) {
                addFields(fields, path + "[]", child);
            }
        });
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = HOST.matcher(general(field.getKey())).replaceAll("$1");
            addFields(fields, path + "." + name, field.getValue());
        }
    }
}
