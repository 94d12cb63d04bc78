package io.github.vertxregistry.tar;

import java.util.List;
import java.util.Objects;

/**
 * The names that a tar gives its images.
 *
 * @param tags all of them, hosts included, in the tar's order
 * @param primary the first of them, taken apart; null where there is none
 */
public record TarTags(List<String> tags, Primary primary) {
    public TarTags {
        tags = List.copyOf(tags);
    }

    /**
     * Where an image goes that is pushed under its first name.
     *
     * @param repository its repository, without a host
     * @param tag its tag, {@code latest} where the name has none
     */
    public record Primary(String repository, String tag) {
        public Primary {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(tag);
        }
    }
}
