package io.github.vertxregistry.auth;

import io.github.vertxregistry.model.DockerHub;
import io.github.vertxregistry.model.Origin;
import java.util.Locale;

/**
 * What credentials are filed under: a registry as docker and podman write it, with or without a scheme, an API version, or a
 * path of repositories behind it. Docker Hub has several names and is one registry.
 *
 * @param scheme {@code http} or {@code https}, or null where the key has none
 * @param host host and port as written, in lower case
 * @param path the repositories below which it counts, or empty
 */
record CredentialKey(String scheme, String host, String path) {
    /** The key under which docker files Docker Hub. */
    static final String DOCKER_HUB = "https://index.docker.io/v1/";

    /** Reads a key; whatever it is, it names something. */
    static CredentialKey of(String key) {
        String text = key.strip();
        int mark = text.indexOf("://");
        String scheme = mark < 0 ? null : text.substring(0, mark).toLowerCase(Locale.ROOT);
        String rest = mark < 0 ? text : text.substring(mark + 3);
        int slash = rest.indexOf('/');
        String host = (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
        String path = slash < 0 ? "" : trimmed(rest.substring(slash + 1));
        boolean version = path.equals("v1") || path.equals("v2");
        return new CredentialKey(scheme, DockerHub.isHost(host) ? DockerHub.NAME : host, version ? "" : path);
    }

    /** Returns the key of a whole registry as docker writes it. */
    static String written(Origin registry) {
        return isHub(registry) ? DOCKER_HUB : registry.authority();
    }

    private static boolean isHub(Origin registry) {
        return registry.tls() && registry.port() == 443 && DockerHub.isHost(registry.host());
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /**
     * Returns how well it fits a repository (empty for the registry itself): the longer the better, -1 where it does not. A
     * key is good for its host and port; for plain HTTP only where that may be trusted, or the key itself says so.
     */
    int fit(Origin registry, String repository, boolean plainTrusted) {
        boolean schemeFits = registry.tls() || plainTrusted || "http".equals(scheme);
        if (!schemeFits || !hostFits(registry)) {
            return -1;
        }
        boolean below = path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/");
        return below ? path.length() : -1;
    }

    private boolean hostFits(Origin registry) {
        if (isHub(registry)) {
            return host.equals(DockerHub.NAME);
        }
        String bare = registry.host().indexOf(':') >= 0 ? "[" + registry.host() + "]" : registry.host();
        return host.equals(registry.authority()) || host.equals(bare + ":" + registry.port());
    }
}
