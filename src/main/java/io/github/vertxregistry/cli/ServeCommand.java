package io.github.vertxregistry.cli;

import io.github.vertxregistry.config.EmbeddedConfig;
import io.github.vertxregistry.embedded.EmbeddedRegistry;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Runs the embedded registry until the process is told to end. */
@CommandLine.Command(name = "serve", description = "Runs the embedded registry until Ctrl-C.")
final class ServeCommand extends Command {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "The address to listen at (${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "15000",
            description = "The port, 0 for a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--storage", paramLabel = "DIR", description = "The folder of its content; a temporary one.")
    private String storage;

    @Option(names = "--no-delete", description = "Refuse deletion.")
    private boolean noDelete;

    @Option(names = "--gc", description = "Delete blobs that no manifest names before serving.")
    private boolean collectGarbage;

    ServeCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    Action understand(Settings settings) {
        // An IPv6 address may come in brackets, as it stands in a URL.
        host = host.replaceAll("^\\[(.*)]$", "$1");
        EmbeddedConfig config = new EmbeddedConfig(host, port, storage, !noDelete, collectGarbage, null);
        return (output, interruption) -> serve(new EmbeddedRegistry(config), output, interruption);
    }

    private int serve(EmbeddedRegistry registry, Output output, Interruption interruption) {
        try (Session session = Session.open(interruption)) {
            deploy(session, registry);
            String content = storage == null ? "a temporary folder" : storage;
            if (output.isJson()) {
                output.document(new JsonObject().put("url", registry.url()).put("storage", storage));
            } else {
                output.line("embedded registry at " + registry.url() + " over " + content + ", until Ctrl-C");
            }
            session.awaitEnd();
        }
        return DONE;
    }

    private void deploy(Session session, EmbeddedRegistry registry) {
        try {
            session.deploy(registry);
        } catch (RegistryException e) {
            throw failure(e);
        }
    }

    private RegistryException failure(RegistryException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException && !(cause instanceof SocketException)) {
            return RegistryException.of(
                            FailureKind.BAD_REQUEST,
                            "--storage " + storage + " cannot hold a registry's content: " + cause)
                    .withHint("name a folder that can be written to")
                    .withCause(cause);
        }
        if (cause == null) {
            return failure;
        }
        return RegistryException.of(
                        FailureKind.CONFLICT, "cannot listen at " + host + ":" + port + ": " + cause.getMessage())
                .withHint("is something running there? --port 0 takes a free port")
                .withCause(cause);
    }
}
