package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Tars that programs wrote, byte for byte, so that tests need not have the programs: the file {@code a.txt} and, in a second
 * layer, {@code srv/b.txt}, each of which holds its own first letter. {@code recorded/record.sh} tells how each was made.
 */
public enum RecordedTar {
    /** {@code docker save} of an engine before 25. */
    DOCKER_LEGACY("docker-20.10.24", false, "team/app:1 team/app:2"),
    DOCKER_LEGACY_TWO_IMAGES("docker-20.10.24-two-images", false, "team/app:1 team/other:1"),
    /** {@code docker save} with the graph drivers' store: plain layers, beside them configs of version 1. */
    DOCKER_GRAPH_DRIVER("docker-28.5.2-graph-driver", true, "team/app:1 team/app:2"),
    DOCKER_GRAPH_DRIVER_TWO_IMAGES("docker-28.5.2-graph-driver-two-images", true, "team/app:1 team/other:1"),
    /** {@code docker save} with containerd's store: Docker's layer types in an OCI manifest, since docker built it. */
    DOCKER_CONTAINERD("docker-28.5.2-containerd", true, "team/app:1 team/app:2"),
    DOCKER_CONTAINERD_TWO_IMAGES("docker-28.5.2-containerd-two-images", true, "team/app:1 team/other:1"),
    /** The same after a pull of one platform: an index that names what the tar has not. */
    DOCKER_CONTAINERD_ONE_PLATFORM("docker-28.5.2-containerd-one-platform", true, "team/platforms:1"),
    /** What comes after docker 28, with its attestation besides, which it pulls with the platform. */
    MOBY_CONTAINERD_ONE_PLATFORM("moby-2.0.0-beta.24-containerd-one-platform", true, "team/platforms:1"),
    MOBY_CONTAINERD("moby-2.0.0-beta.24-containerd", true, "team/app:1 team/app:2"),
    PODMAN_DOCKER_ARCHIVE("podman-4.3.1-docker-archive", false, "team/app:2 team/app:1"),
    PODMAN_DOCKER_ARCHIVE_TWO_IMAGES("podman-4.3.1-docker-archive-two-images", false, "team/app:1 team/other:1"),
    PODMAN_OCI_ARCHIVE("podman-4.3.1-oci-archive", true, "team/app:1"),
    BUILDAH_OCI_ARCHIVE_ZSTD("buildah-1.28.2-oci-archive-zstd", true, "team/app:1"),
    SKOPEO_DOCKER_ARCHIVE("skopeo-1.9.3-docker-archive", false, "team/app:1"),
    /** With a tag and no repository, as its own manual shows it. */
    SKOPEO_OCI_ARCHIVE("skopeo-1.9.3-oci-archive", true, ""),
    /** Gzip layers without a manifest, and a config that is named by its digest as it is written. */
    CRANE("crane-0.22.1", false, "team/app:1"),
    BUILDX_DOCKER("buildx-0.31.1-docker", true, "team/app:1 team/app:2"),
    BUILDX_OCI("buildx-0.31.1-oci", true, "team/app:1"),
    BUILDX_OCI_ZSTD("buildx-0.31.1-oci-zstd", true, "team/app:1"),
    BUILDX_OCI_UNCOMPRESSED("buildx-0.31.1-oci-uncompressed", true, "team/app:1"),
    BUILDX_OCI_DOCKER_TYPES("buildx-0.31.1-oci-docker-types", true, "team/app:1"),
    /** An index of the image and what attests its origin. */
    BUILDX_OCI_ATTESTED("buildx-0.31.1-oci-attested", true, "team/app:1"),
    /** An index of two platforms and two attestations, all there. */
    BUILDX_OCI_PLATFORMS("buildx-0.31.1-oci-platforms", true, "team/platforms:1");

    private final String file;
    private final boolean holdsManifests;
    private final String names;

    RecordedTar(String file, boolean holdsManifests, String names) {
        this.file = file;
        this.holdsManifests = holdsManifests;
        this.names = names;
    }

    /** Returns whether the tar holds the manifests that a registry is to get. */
    public boolean holdsManifests() {
        return holdsManifests;
    }

    /** Returns the names in it, image by image, as a registry is to get them: without hosts. */
    public List<String> names() {
        return List.of(names.split(" "));
    }

    /** Writes the tar as the program wrote it. */
    public Path write(Path target) {
        String name = "recorded/" + file + ".tar.gz";
        try (InputStream recorded = Objects.requireNonNull(RecordedTar.class.getResourceAsStream(name), name);
                InputStream plain = new GZIPInputStream(recorded)) {
            Files.copy(plain, target);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
