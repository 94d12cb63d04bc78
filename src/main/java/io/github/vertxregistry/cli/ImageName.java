package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.DockerHub;
import io.github.vertxregistry.model.ImageReference;
import io.github.vertxregistry.model.Names;
import java.util.function.UnaryOperator;

/**
 * An image as it is typed: its registry as messages name it (null for the default one), and its name there.
 *
 * @param registry a URL or a known registry's id, or null
 * @param name the name without a host
 */
record ImageName(String registry, ImageReference name) {
    /** Reads {@code [[http://]host[:port]/]repository[:tag][@digest]}. */
    static ImageName of(String typed, Settings settings) {
        return of(typed, settings::argument);
    }

    /** Reads one of several that a command names: its host may be another than that of {@code --registry}. */
    static ImageName ofAny(String typed, Settings settings) {
        return of(typed, settings::registry);
    }

    private static ImageName of(String typed, UnaryOperator<String> registry) {
        int scheme = typed.indexOf("://");
        if (scheme < 0) {
            ImageReference full = ImageReference.of(typed);
            ImageReference meant = full.hostName().filter(DockerHub::isHost).isPresent()
                    ? full.withRepository(DockerHub.repository(full.repository()))
                    : full;
            return new ImageName(full.hostName().map(registry).orElse(null), meant.withoutHost());
        }
        int slash = typed.indexOf('/', scheme + 3);
        if (slash < 0) {
            throw wrong(typed, "names a registry and no repository");
        }
        return new ImageName(
                registry.apply(typed.substring(0, slash)),
                // With a host before it, so that no part of the repository is taken for one.
                ImageReference.of("localhost" + typed.substring(slash)).withoutHost());
    }

    /** Reads a repository: a name with neither tag nor digest. */
    static ImageName ofRepository(String typed, Settings settings) {
        ImageName image = of(typed, settings);
        if (image.name.tag() != null || image.name.digest() != null) {
            throw wrong(typed, "is an image; a repository has neither tag nor digest")
                    .withHint("leave out what follows " + image.name.repository());
        }
        return image;
    }

    static RegistryException wrong(String typed, String why) {
        return RegistryException.of(FailureKind.NAME_INVALID, "'" + Names.shown(typed) + "' " + why);
    }

    String repository() {
        return name.repository();
    }

    /** Returns what a manifest is asked for by: digest, tag or {@code latest}. */
    String reference() {
        return name.reference();
    }
}
