package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on loopback that leads every host, by CONNECT or by a whole address (RFC 9110, 9.3.6; RFC 9112, 3.2.2), to
 * this machine, at the port that was asked for.
 */
public final class ForwardProxy implements AutoCloseable {
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final ScriptedServer server;

    private ForwardProxy(int refusal) {
        server = ScriptedServer.of(exchange -> {
            credentials.add(exchange.headers().getOrDefault("Proxy-Authorization", "none"));
            if (refusal != 0) {
                exchange.answer(refusal, Map.of("Proxy-Authenticate", "Basic realm=\"proxy\""), "no");
            } else if (exchange.method().equals("CONNECT")) {
                tunnel(exchange);
            } else {
                URI uri = URI.create(exchange.uri());
                exchange.forward("http://127.0.0.1:" + uri.getPort(), uri.getPath());
            }
        });
    }

    public static ForwardProxy start() {
        return new ForwardProxy(0);
    }

    /** Answers every request with that status. */
    public static ForwardProxy refusing(int status) {
        return new ForwardProxy(status);
    }

    private static void tunnel(ScriptedServer.Exchange exchange) throws IOException {
        String uri = exchange.uri();
        int port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            exchange.raw("HTTP/1.1 200 Connection established\r\n\r\n");
            OutputStream back = exchange.out();
            Thread answers = new Thread(() -> pump(target, back), "forward-proxy");
            answers.setDaemon(true);
            answers.start();
            copy(exchange.in(), target.getOutputStream());
        }
    }

    private static void pump(Socket target, OutputStream back) {
        try {
            copy(target.getInputStream(), back);
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            out.write(buffer, 0, length);
            out.flush();
        }
    }

    public int port() {
        return server.port();
    }

    /** Returns {@code METHOD target} of all requests so far. */
    public List<String> requests() {
        return server.requests();
    }

    /** Returns what each request so far was let in by. */
    public List<String> credentials() {
        return credentials;
    }

    @Override
    public void close() {
        server.close();
    }
}
