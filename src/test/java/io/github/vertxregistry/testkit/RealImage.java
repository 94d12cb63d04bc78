package io.github.vertxregistry.testkit;

import io.github.vertxregistry.model.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One real image of more than 200 MB, four layers and six empty steps, in every layout that tools write. It runs: {@code
 * docker run} prints its {@code /etc/os-release}.
 *
 * <p>It is built once by {@code docker build} on {@code debian:bookworm} and kept in {@code target/real-images}, or in
 * the folder that {@code VERTX_REGISTRY_REAL_IMAGES} names, across test classes and runs; Docker itself forgets it, so
 * that a later {@code docker pull} has everything to fetch. A test that calls {@link #get()} stands under
 * {@code @RequiresDocker(with = "skopeo")}.
 */
public final class RealImage {
    /** The first tag in every layout that holds tags, and the only one in skopeo's. */
    public static final String NAME = "vertx-registry-e2e/real:1.0";

    /** The second tag, with a registry's host, in the layouts of {@code docker save}. */
    public static final String NAME_WITH_HOST = "example.org:5000/team/real:2.0";

    private static final String FORMAT = "2";
    private static final String DOCKERFILE = "real-image/Dockerfile";

    private final Path folder;

    private RealImage(Path folder) {
        this.folder = folder;
    }

    /** Which program wrote the tar, or the folder, and how. */
    public enum Layout {
        /** By {@code docker save} of the engine at hand: before version 25 {@code <id>/layer.tar} and so on. */
        DOCKER_SAVE("docker-save.tar", "docker-archive:"),
        /** By {@code skopeo copy ... docker-archive:}; plain layers named by their digests, and symlinks to them. */
        SKOPEO_DOCKER_ARCHIVE("skopeo-docker-archive.tar", "docker-archive:"),
        /** By {@code skopeo copy ... oci-archive:}; gzip layers. */
        SKOPEO_OCI_ARCHIVE("skopeo-oci-archive.tar", "oci-archive:"),
        /** By {@code skopeo copy ... oci:}; a folder with gzip layers. */
        OCI_FOLDER("oci", "oci:"),
        /** Made as {@code docker save} of version 25 and later does it from the graph drivers' store. */
        GRAPH_DRIVER_SAVE("graph-driver-save.tar", "docker-archive:"),
        /** Made as {@code docker save} does it from containerd's store, with one platform of two in the tar. */
        CONTAINERD_SAVE("containerd-save.tar", "docker-archive:");

        private final String file;
        private final String transport;

        Layout(String file, String transport) {
            this.file = file;
            this.transport = transport;
        }
    }

    /** Returns the image in all layouts; builds it if it is not there yet, which takes some 15 seconds. */
    public static synchronized RealImage get() throws IOException, InterruptedException {
        Path cache = Path.of(Optional.ofNullable(System.getenv("VERTX_REGISTRY_REAL_IMAGES"))
                        .orElse("target/real-images"))
                .toAbsolutePath();
        Files.createDirectories(cache);
        Path folder = cache.resolve(recipe().hex().substring(0, 12));
        try (FileChannel channel =
                        FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Objects.requireNonNull(lock);
            if (!Files.isDirectory(folder)) {
                Path unfinished = cache.resolve("unfinished");
                delete(unfinished);
                build(Files.createDirectories(unfinished));
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return new RealImage(folder);
    }

    /** Returns where the image lies in that layout: a tar, or for {@link Layout#OCI_FOLDER} a folder. */
    public Path path(Layout layout) {
        return folder.resolve(layout.file);
    }

    /** Returns how skopeo calls the image in that layout. */
    public String skopeoName(Layout layout) {
        return layout.transport + path(layout);
    }

    private static Digest recipe() throws IOException {
        byte[] dockerfile = dockerfile();
        byte[] recipe = Arrays.copyOf(dockerfile, dockerfile.length + 1);
        recipe[dockerfile.length] = (byte) FORMAT.charAt(0);
        return Digest.sha256(recipe);
    }

    private static byte[] dockerfile() throws IOException {
        try (InputStream resource = Objects.requireNonNull(RealImage.class.getResourceAsStream(DOCKERFILE))) {
            return resource.readAllBytes();
        }
    }

    private static void build(Path folder) throws IOException, InterruptedException {
        Path context = Files.createDirectories(folder.resolve("context"));
        fill(context);
        Command.runIn(context, "docker", "build", "--quiet", "--tag", NAME, "--tag", NAME_WITH_HOST, ".");
        Path save = folder.resolve(Layout.DOCKER_SAVE.file);
        Command.run("docker", "save", "--output", save.toString(), NAME, NAME_WITH_HOST);
        Command.run("docker", "rmi", NAME, NAME_WITH_HOST);
        delete(context);

        String source = "docker-archive:" + save + ":" + NAME;
        Path archive = folder.resolve(Layout.SKOPEO_DOCKER_ARCHIVE.file);
        Path oci = folder.resolve(Layout.OCI_FOLDER.file);
        skopeoCopy(source, "docker-archive:" + archive + ":" + NAME);
        skopeoCopy(source, "oci:" + oci + ":1.0");
        skopeoCopy("oci:" + oci + ":1.0", "oci-archive:" + folder.resolve(Layout.SKOPEO_OCI_ARCHIVE.file) + ":1.0");
        List<String> names = List.of(NAME, NAME_WITH_HOST);
        DockerSaveTars.graphDriver(archive, names, folder.resolve(Layout.GRAPH_DRIVER_SAVE.file));
        DockerSaveTars.containerd(oci, names, folder.resolve(Layout.CONTAINERD_SAVE.file));
    }

    /** The content is real and near at hand: the libraries of this build, and the modules of its JDK. */
    private static void fill(Path context) throws IOException {
        Files.write(context.resolve("Dockerfile"), dockerfile());
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "modules"), context.resolve("modules"));
        Path lib = Files.createDirectories(context.resolve("lib"));
        for (Path jar : libraries()) {
            Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> libraries() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static void skopeoCopy(String from, String to) throws IOException, InterruptedException {
        Command.run("skopeo", "--insecure-policy", "copy", "--quiet", from, to);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
