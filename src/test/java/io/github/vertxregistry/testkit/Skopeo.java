package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A foreign client as the judge of what registries hold. */
public final class Skopeo {
    private Skopeo() {}

    /**
     * Fetches all images of a repository, which skopeo verifies, into a folder that is not there yet.
     *
     * @return the digest of each file of each image, manifests among them, by {@code tag/file}
     */
    public static Map<String, String> repository(String name, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Command.run(
                "skopeo",
                "sync",
                "--src-tls-verify=false",
                "--src",
                "docker",
                "--dest",
                "dir",
                name,
                folder.toString());
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String image = folder.relativize(file.getParent()).toString();
                String tag = image.substring(image.lastIndexOf(':') + 1);
                digests.put(
                        tag + "/" + file.getFileName(),
                        Digest.sha256(Files.readAllBytes(file)).toString());
            }
        }
        return digests;
    }

    /** Returns the digest of an image's manifest; fails where there is none. */
    public static String digest(String image) throws IOException, InterruptedException {
        return Command.run(
                        "skopeo",
                        "inspect",
                        "--tls-verify=false",
                        "--no-tags",
                        "--format",
                        "{{.Digest}}",
                        "docker://" + image)
                .strip();
    }
}
