package io.github.vertxregistry.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
final class CommonOptions {
    @Option(
            names = "--registry",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The registry of names without a host (REGISTRY_URL, else http://localhost:15000).")
    String registry;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "The longest wait for an answer or for bytes, not for a whole transfer (REGISTRY_TIMEOUT).")
    Long timeout;

    @Option(
            names = "--plain-http",
            scope = ScopeType.INHERIT,
            description = "HTTP for hosts without a scheme; else only loopback hosts have it.")
    boolean plainHttp;

    @Option(names = "--insecure", scope = ScopeType.INHERIT, description = "Believe every certificate of the registry.")
    boolean insecure;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "PEM file of the authorities to trust besides those of this JVM.")
    Path caFile;

    @Option(
            names = "--cert-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "PEM file of the client certificate to show to the registry.")
    Path certFile;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "PEM file of the client certificate's key.")
    Path keyFile;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Who to be to the registry of this command; the password comes with --password-stdin.")
    String username;

    @Option(
            names = "--password-stdin",
            scope = ScopeType.INHERIT,
            description = "Read the password of --username from standard input.")
    boolean passwordStdin;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The toolkit's configuration, such as conf/registry.json.")
    Path conf;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON document on standard output: the reply, or the failure.")
    boolean json;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Tell of each request on standard error (REGISTRY_DEBUG).")
    boolean debug;
}
