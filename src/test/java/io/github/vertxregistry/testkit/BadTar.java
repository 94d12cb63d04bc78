package io.github.vertxregistry.testkit;

import io.github.vertxregistry.error.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A tar that must be refused; its bytes are kept only for as long as they are written.
 *
 * @param what what is wrong with it
 * @param kind what reading it fails with
 * @param message a part of the failure's message
 * @param content makes its bytes
 */
public record BadTar(String what, FailureKind kind, String message, Supplier<byte[]> content) {
    /** Returns all that the reading of headers and documents, and of layers whose digest nothing tells, must find. */
    public static List<BadTar> all() {
        return Stream.of(BadFiles.all(), BadDocuments.all(), BadReferences.all(), BadLayers.all(), BadOciLayouts.all())
                .flatMap(tars -> tars)
                .toList();
    }

    /** Returns those that a push alone refuses: their images are sound but for their names, or what a layer's bytes are. */
    public static List<BadTar> refusedByPushes() {
        return BadNames.all().toList();
    }

    static BadTar of(FailureKind kind, String what, String message, TarBuilder tar) {
        return new BadTar(what, kind, message, tar::bytes);
    }

    /** Writes the tar into the folder. */
    public Path write(Path folder) {
        try {
            return Files.write(folder.resolve("image.tar"), content.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
