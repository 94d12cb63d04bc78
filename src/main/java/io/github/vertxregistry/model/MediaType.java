package io.github.vertxregistry.model;

import java.util.List;

/** The media types of manifests, configs and layers: Docker image manifest version 2 schema 2, and OCI Image 1.1. */
public final class MediaType {
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
    public static final String DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
    public static final String OCI_LAYER_GZIP = OCI_LAYER + "+gzip";
    public static final String OCI_LAYER_ZSTD = OCI_LAYER + "+zstd";
    public static final String OCTET_STREAM = "application/octet-stream";

    /** What a manifest request accepts, best first. */
    public static final List<String> MANIFESTS =
            List.of(OCI_INDEX, OCI_MANIFEST, DOCKER_MANIFEST_LIST, DOCKER_MANIFEST);

    private MediaType() {}

    /** Returns the type without its parameters, trimmed, or an empty text for null. */
    public static String bare(String contentType) {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).trim();
    }

    /** Returns whether that is a manifest of one image. */
    public static boolean isImageManifest(String type) {
        return type.equals(OCI_MANIFEST) || type.equals(DOCKER_MANIFEST);
    }

    /** Returns whether that lists manifests: an OCI index or a Docker manifest list. */
    public static boolean isIndex(String type) {
        return type.equals(OCI_INDEX) || type.equals(DOCKER_MANIFEST_LIST);
    }

    /** Returns whether that is the config of a runnable image, and not of another artifact. */
    public static boolean isImageConfig(String type) {
        return type.equals(OCI_CONFIG) || type.equals(DOCKER_CONFIG);
    }

    /** Returns whether a layer of that type need not be where the image is ("foreign", "nondistributable"). */
    public static boolean isForeignLayer(String type) {
        return type.contains(".nondistributable.") || type.contains(".rootfs.foreign.");
    }
}
