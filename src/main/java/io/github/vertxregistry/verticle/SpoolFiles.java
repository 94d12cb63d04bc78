package io.github.vertxregistry.verticle;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.task.Task;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;

/** The files, in the node's own temporary folder, that compressed tars are unpacked to. Blocking. */
final class SpoolFiles {
    private final Path folder;

    SpoolFiles(Path folder) {
        this.folder = folder;
    }

    /** Does work that may need the file of that name, which whoever chose the name deletes unless the work fails. */
    <R> Future<R> named(String name, Task task, Function<Path, R> work) {
        Path spool = folder.resolve(name);
        boolean handedOver = false;
        try {
            R result = work.apply(spool);
            task.check();
            handedOver = true;
            return Future.succeededFuture(result);
        } finally {
            if (!handedOver) {
                delete(spool);
            }
        }
    }

    /** Does work that may need such a file, and deletes it whatever the work's end. */
    <R> Future<R> using(Function<Path, R> work) {
        Path spool = folder.resolve(UUID.randomUUID().toString());
        try {
            return Future.succeededFuture(work.apply(spool));
        } finally {
            delete(spool);
        }
    }

    /** Deletes such a file, if it is there. */
    static void delete(Path spool) {
        try {
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            throw RegistryException.of(FailureKind.INTERNAL, "cannot delete the temporary file " + spool)
                    .withHint("delete it by hand")
                    .withCause(e);
        }
    }
}
