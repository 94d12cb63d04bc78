package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A place of its own for one file on its way to standard output, so that what is not whole does not get there. */
final class TemporaryFile implements AutoCloseable {
    private final Path folder;

    TemporaryFile() {
        try {
            folder = Files.createTempDirectory("vertx-registry-");
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.TAR_UNWRITABLE, "no temporary file can be made: " + e)
                    .withHint("make room in the temporary folder, or name another one with -Djava.io.tmpdir")
                    .withCause(e);
        }
    }

    /** Returns the path of the file, which is not there yet. */
    Path path() {
        return folder.resolve("file");
    }

    /** Returns the JSON documents in it, one a line. */
    <T> List<T> documents(Class<T> type) {
        try (Stream<String> lines = Files.lines(path())) {
            return lines.map(line -> JsonBinding.fromJson(new JsonObject(line), type))
                    .toList();
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.INTERNAL, path() + " cannot be read: " + e)
                    .withHint("does something else tidy up the temporary folder?")
                    .withCause(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path());
            Files.delete(folder);
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.INTERNAL, "cannot delete the temporary folder " + folder)
                    .withHint("delete it by hand")
                    .withCause(e);
        }
    }
}
