package io.github.vertxregistry.model;

import java.util.Set;

/** The names of Docker Hub: it is called {@code docker.io}, answers elsewhere, and keeps its official images in a folder. */
public final class DockerHub {
    /** What images are named by. */
    public static final String NAME = "docker.io";

    /** Where the repositories of official images are, which are written without. */
    public static final String OFFICIAL = "library/";

    private static final String REGISTRY = "registry-1.docker.io";
    private static final Set<String> HOSTS = Set.of(NAME, "index.docker.io", REGISTRY);

    private DockerHub() {}

    /** Returns whether a host, in lower case, is one of its names. */
    public static boolean isHost(String host) {
        return HOSTS.contains(host);
    }

    /** Returns where a host's registry answers: its own place for Docker Hub, the host itself for all others. */
    static String registryOf(String host) {
        return isHost(host) ? REGISTRY : host;
    }

    /** Returns the repository that is meant by {@code docker.io/NAME}: an official image where the name has no folder. */
    public static String repository(String name) {
        return name.indexOf('/') < 0 ? OFFICIAL + name : name;
    }
}
