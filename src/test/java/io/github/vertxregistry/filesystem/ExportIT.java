package io.github.vertxregistry.filesystem;

import static io.github.vertxregistry.testkit.Toolkit.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertxregistry.message.ExportRequest;
import io.github.vertxregistry.message.ImageSource;
import io.github.vertxregistry.testkit.Command;
import io.github.vertxregistry.testkit.RealImage;
import io.github.vertxregistry.testkit.RealImage.Layout;
import io.github.vertxregistry.testkit.RequiresDocker;
import io.github.vertxregistry.testkit.TarBuilder;
import io.github.vertxregistry.testkit.TarTree;
import io.github.vertxregistry.testkit.Toolkit;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker judges, file by file, what an image's root file system is: {@code docker export} of a container that never ran. */
@RequiresDocker(with = "skopeo")
class ExportIT {
    private static final String ODD = "vertx-registry-e2e/odd:1.0";
    /** CAP_NET_BIND_SERVICE, as setcap writes it. */
    private static final String CAPABILITY = "\u0001\0\0\u0002\0\u0004\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    /** What docker makes in every container. */
    private static final List<String> DOCKERS_OWN = List.of(
            ".dockerenv",
            "dev",
            "proc",
            "sys",
            "dev/console",
            "dev/pts",
            "dev/shm",
            "etc/hostname",
            "etc/hosts",
            "etc/resolv.conf",
            "etc/mtab");
    /** Folders in which it does. */
    private static final List<String> TOUCHED = List.of("etc");

    private static Toolkit toolkit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        toolkit = Toolkit.start();
    }

    @AfterAll
    static void stop() {
        toolkit.close();
    }

    private Map<String, String> dockers(String image) throws Exception {
        Path tar = folder.resolve("docker.tar");
        String container = Command.run("docker", "create", image).trim();
        try {
            Command.run("docker", "export", "--output", tar.toString(), container);
        } finally {
            Command.run("docker", "rm", container);
        }
        return withoutDockersOwn(TarTree.of(tar));
    }

    private static Map<String, String> withoutDockersOwn(Map<String, String> tree) {
        DOCKERS_OWN.forEach(tree::remove);
        tree.remove("");
        TOUCHED.forEach(name -> tree.computeIfPresent(name, (key, line) -> line.replaceAll(" at -?[0-9]+", "")));
        return tree;
    }

    private Map<String, String> ours(ImageSource image, String name) throws Exception {
        String file = folder.resolve(name).toString();
        await(toolkit.client().export(new ExportRequest(image, file, false)));
        return withoutDockersOwn(TarTree.of(Path.of(file)));
    }

    @Test
    void isWhatDockerExportsOfARealImage() throws Exception {
        // Given
        RealImage image = RealImage.get();
        String tar = image.path(Layout.DOCKER_SAVE).toString();
        Command.run("docker", "load", "--input", tar);
        Map<String, String> dockers = dockers(RealImage.NAME);
        Command.run("docker", "rmi", RealImage.NAME, RealImage.NAME_WITH_HOST);
        // When
        Map<String, String> ours = ours(new ImageSource(null, null, null, null, tar, RealImage.NAME), "ours.tar");
        // Then
        assertThat(ours.entrySet()).hasSizeGreaterThan(3_000).hasSameElementsAs(dockers.entrySet());
        ImageSource gzipped = ImageSource.ofTar(image.path(Layout.OCI_FOLDER).toString());
        ours(gzipped, "gzipped.tar");
        assertThat(Files.mismatch(folder.resolve("ours.tar"), folder.resolve("gzipped.tar")))
                .isEqualTo(-1);
    }

    @Test
    void isWhatDockerExportsOfAnImageOfDeletionsAndLinks() throws Exception {
        // Given
        Path save = folder.resolve("odd.tar");
        build();
        Map<String, String> dockers = dockers(ODD);
        Command.run("docker", "save", "--output", save.toString(), ODD);
        Command.run("docker", "rmi", ODD);
        await(toolkit.client().pushTar(save.toString(), "odd/app", "1"));
        // When
        Map<String, String> ours = ours(ImageSource.of("odd/app", "1"), "ours.tar");
        // Then
        assertThat(ours.entrySet()).hasSameElementsAs(dockers.entrySet());
        assertThat(ours.get("opt/caps/bound")).contains("SCHILY.xattr.security.capability=" + CAPABILITY);
        assertThat(ours.get("opt/d/b")).contains("as [opt/d/b, opt/d/e]");
        assertThat(ours).containsKeys("opt/two\nlines", "opt/ü é").doesNotContainKey("opt/o/old");
    }

    private void build() throws Exception {
        Path context = Files.createDirectory(folder.resolve("context"));
        try (InputStream dockerfile =
                Objects.requireNonNull(RealImage.class.getResourceAsStream("odd-image/Dockerfile"))) {
            Files.copy(dockerfile, context.resolve("Dockerfile"));
        }
        new TarBuilder()
                .raw(TarBuilder.paxHeader(TarBuilder.paxRecord("SCHILY.xattr.security.capability", CAPABILITY)))
                .file("bound", "program")
                .write(context.resolve("caps.tar"));
        Command.runIn(context, "docker", "build", "--quiet", "--tag", ODD, ".");
    }
}
