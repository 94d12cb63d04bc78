package io.github.vertxregistry.cli;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** The whole tour, on an embedded registry and an image made on the spot; leaves nothing behind. */
@CommandLine.Command(
        name = "demo",
        description = "The whole tour on an embedded registry, with an image made on the spot (the default command).")
final class DemoCommand extends Command {
    private static final String TAR = "demo.tar";

    DemoCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Action understand(Settings settings) {
        Settings oneShot = settings.withoutDrain();
        return (output, interruption) -> {
            try {
                Path folder = Files.createTempDirectory("vertx-registry-demo-");
                try {
                    return show(oneShot, folder.resolve(TAR), output, interruption);
                } finally {
                    Files.deleteIfExists(folder.resolve(TAR));
                    Files.delete(folder);
                }
            } catch (IOException e) {
                throw RegistryException.of(FailureKind.INTERNAL, "no place for the image's tar: " + e)
                        .withHint("is the folder for temporary files (java.io.tmpdir) full?")
                        .withCause(e);
            }
        };
    }

    private static int show(Settings settings, Path tar, Output output, Interruption interruption) {
        EmbeddedRegistry embedded = new EmbeddedRegistry(EmbeddedConfig.defaults());
        try (Session session = Session.open(interruption)) {
            session.deploy(embedded);
            session.deployToolkit(settings.withDefault(embedded.url()));
            new Tour(session, embedded, tar, output).walk();
        }
        return DONE;
    }
}
