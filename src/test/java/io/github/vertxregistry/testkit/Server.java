package io.github.vertxregistry.testkit;

import io.github.vertxregistry.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A foreign server, nginx for one, as a process on a free loopback port; it ends with the test. */
public final class Server implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_768;
    private static final int ATTEMPTS = 3;
    private static final int LOOKS = 200;
    private static final long LOOK_MS = 50;

    private final IntFunction<ProcessBuilder> command;
    private Process process;
    private final int port;

    private Server(IntFunction<ProcessBuilder> command, Process process, int port) {
        this.command = command;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts nginx as a TLS proxy in front of a registry, its certificate that of {@code 127.0.0.1}.
     *
     * @param folder where its files lie
     * @param directives more lines of its server block
     */
    public static Server nginx(Path folder, String registry, Identity identity, String... directives) {
        Path cert = identity.cert(folder);
        Path key = identity.key(folder);
        return start(port -> {
            String text = """
                    daemon off;
                    pid %1$s/nginx.pid;
                    error_log %1$s/error.log;
                    events {}
                    http {
                      access_log off;
                      client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                      server {
                        listen 127.0.0.1:%2$d ssl;
                        ssl_certificate %3$s; ssl_certificate_key %4$s;
                        proxy_http_version 1.1; proxy_request_buffering off;
                        proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto https;
                        %5$s
                        location / { proxy_pass %6$s; }
                      }
                    }
                    """.formatted(folder, port, cert, key, String.join("\n", directives), registry);
            Path file = Authority.write(folder.resolve("nginx.conf"), text);
            return new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString());
        });
    }

    /** Starts tinyproxy, a forward proxy that wants these credentials. */
    public static Server tinyproxy(Path folder, String user, String password) {
        return start(port -> {
            String text = "Port " + port + "\nListen 127.0.0.1\nBasicAuth " + user + " " + password
                    + "\nMaxClients 50\nTimeout 60\nAllow 127.0.0.1\n";
            Path file = Authority.write(folder.resolve("tinyproxy.conf"), text);
            return new ProcessBuilder("tinyproxy", "-d", "-c", file.toString());
        });
    }

    /** Starts Distribution 2.8, Debian's {@code docker-registry}, over a folder. */
    public static Server distribution2(Path folder) {
        return start(port -> {
            String text = """
                    version: 0.1
                    log: {level: error, accesslog: {disabled: true}}
                    storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
                    http: {addr: "127.0.0.1:%d", secret: the-same-after-a-restart}
                    """.formatted(folder.resolve("data"), port);
            Path file = Authority.write(folder.resolve("distribution2.yml"), text);
            return new ProcessBuilder("docker-registry", "serve", file.toString());
        });
    }

    /** Starts the embedded registry over a folder in a JVM of its own, with these options. */
    public static Server embedded(Path folder, String... options) {
        return start(port -> {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(List.of("serve", "--port", "" + port));
            command.addAll(List.of("--storage", folder.resolve("data").toString()));
            return new ProcessBuilder(command);
        });
    }

    /** Starts whatever listens at the port that it is given. */
    static Server other(IntFunction<ProcessBuilder> command) {
        return start(command);
    }

    /** The free port may be taken by another process until the server takes it. */
    private static Server start(IntFunction<ProcessBuilder> command) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                int port = freePort();
                Path log = Files.createTempFile("server", ".log");
                Process process = run(command, port, log);
                if (answers(process, port)) {
                    return new Server(command, process, port);
                }
                process.destroyForcibly();
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("the server does not start: " + Files.readString(log));
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("unreachable");
    }

    private static Process run(IntFunction<ProcessBuilder> command, int port, Path log) throws IOException {
        return command.apply(port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Kills the process as a crash would, and starts it again on the same port; returns when it answers. */
    public void crash() {
        try {
            process.destroyForcibly().waitFor();
            Path log = Files.createTempFile("server", ".log");
            process = run(command, port, log);
            if (!answers(process, port)) {
                throw new IllegalStateException("the server does not start again: " + Files.readString(log));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a port that nobody listens at, and that the kernel gives nobody who asks for any: another test would have it else
     * before it is used here, and a connection to it could be one to itself.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // It is taken: another one may be free.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean answers(Process process, int port) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return false;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
