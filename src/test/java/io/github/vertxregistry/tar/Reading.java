package io.github.vertxregistry.tar;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vertxregistry.config.TarConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.TarBlob;
import io.github.vertxregistry.model.TarImage;
import io.github.vertxregistry.model.TarImages;
import io.github.vertxregistry.task.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the tests of this package do over and over. */
final class Reading {
    static final TarReader READER = new TarReader(TarConfig.defaults(), new TarIndexes());
    static final TarValidator VALIDATOR = new TarValidator(TarConfig.defaults(), new TarIndexes());

    private Reading() {}

    static Path spool(Path tar) {
        return tar.resolveSibling("spool");
    }

    static TarImages images(Path tar) {
        return READER.images(tar, spool(tar), ImageChoice.only(), Task.unwatched());
    }

    static TarImage image(Path tar) {
        return images(tar).images().get(0);
    }

    static TarImages chosen(Path tar, ImageChoice choice) {
        return READER.images(tar, spool(tar), choice, Task.unwatched());
    }

    /** Returns the failure of reading; anything but a {@link RegistryException} is a fault of ours. */
    static RegistryException failure(Path tar) {
        return failure(tar, TarConfig.defaults());
    }

    static RegistryException failure(Path tar, TarConfig limits) {
        return (RegistryException) catchThrowable(() ->
                new TarReader(limits, new TarIndexes()).images(tar, spool(tar), ImageChoice.only(), Task.unwatched()));
    }

    static TarValidation validation(Path tar, boolean deep) {
        return VALIDATOR.validate(tar, spool(tar), deep, Task.unwatched());
    }

    static byte[] bytes(TarBlob blob) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(blob.file(), "r")) {
            byte[] bytes = new byte[(int) blob.size()];
            file.seek(blob.offset());
            file.readFully(bytes);
            return bytes;
        }
    }

    /** Returns how many descriptors of files under that folder this process has open. */
    static long openFiles(Path folder) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> isUnder(descriptor, folder)).count();
        }
    }

    private static boolean isUnder(Path descriptor, Path folder) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }
}
