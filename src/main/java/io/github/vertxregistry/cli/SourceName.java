package io.github.vertxregistry.cli;

import io.github.vertxregistry.message.ImageSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image as it is typed where it may be in a registry, or in a tar or an OCI layout folder: {@code docker-archive:FILE},
 * {@code oci-archive:FILE}, {@code oci:FOLDER} or {@code tar:FILE}, each with {@code :NAME} behind it where there are several
 * images. Which layout it is, is found out by reading.
 *
 * @param registry the registry that is named, or null
 * @param source the image as messages name it
 */
record SourceName(String registry, ImageSource source) {
    private static final List<String> PREFIXES = List.of("docker-archive:", "oci-archive:", "oci:", "tar:");

    /** Returns whether what is typed is a file or a folder, and no image of a registry. */
    static boolean isFile(String typed) {
        return PREFIXES.stream().anyMatch(typed::startsWith);
    }

    static SourceName of(String typed, String platform, Settings settings) {
        Optional<String> prefix = PREFIXES.stream().filter(typed::startsWith).findFirst();
        if (prefix.isEmpty()) {
            ImageName name = ImageName.of(typed, settings);
            return new SourceName(
                    name.registry(),
                    new ImageSource(name.registry(), name.repository(), name.reference(), platform, null, null));
        }
        String rest = typed.substring(prefix.get().length());
        int colon = colon(rest);
        return new SourceName(
                null,
                new ImageSource(
                        null,
                        null,
                        null,
                        platform,
                        colon < 0 ? rest : rest.substring(0, colon),
                        colon < 0 ? null : rest.substring(colon + 1)));
    }

    /** Returns where the path ends; a colon may be a part of it. */
    private static int colon(String rest) {
        int colon = Files.exists(Path.of(rest)) ? -1 : rest.indexOf(':');
        while (colon >= 0 && !Files.exists(Path.of(rest.substring(0, colon)))) {
            colon = rest.indexOf(':', colon + 1);
        }
        return colon;
    }
}
