package io.github.vertxregistry.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLServerSocket;

/**
 * A server on a raw socket that does with each request what its script says: answer, answer wrongly, cut, hang, or hand it
 * on to a real registry. One connection is served after its requests' order.
 */
public final class ScriptedServer implements AutoCloseable {
    /** What is done with a request. */
    @FunctionalInterface
    public interface Script {
        void serve(Exchange exchange) throws IOException;
    }

    /** What is done with a connection whose bytes are no HTTP. */
    @FunctionalInterface
    public interface RawScript {
        void serve(Socket connection) throws IOException;
    }

    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "content-length", "connection", "transfer-encoding", "expect", "proxy-authorization");

    /** To make one takes longer than to ask. */
    private static final HttpClient ONWARD = HttpClient.newHttpClient();

    private final ServerSocket socket;
    private final RawScript rawScript;
    private final Script script;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ScriptedServer(ServerSocket socket, RawScript rawScript, Script script) {
        this.socket = socket;
        this.rawScript = rawScript == null ? this::serve : rawScript;
        this.script = script;
        thread(this::accept);
    }

    public static ScriptedServer of(Script script) {
        return on(listen(), script);
    }

    /** Serves on a socket that speaks TLS, for one. */
    public static ScriptedServer on(ServerSocket socket, Script script) {
        return new ScriptedServer(socket, null, script);
    }

    /** Hands each connection as it is to a script, and closes it then. */
    public static ScriptedServer raw(RawScript script) {
        return new ScriptedServer(listen(), script, null);
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request with that status and body. */
    public static ScriptedServer answering(int status, String contentType, String body) {
        return of(exchange -> exchange.answer(status, Map.of("Content-Type", contentType), body));
    }

    public String url() {
        return (socket instanceof SSLServerSocket ? "https" : "http") + "://127.0.0.1:" + port();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Returns {@code METHOD uri} of all requests so far. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                thread(() -> converse(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            rawScript.serve(connection);
        } catch (IOException e) {
            // The client, or the script, has gone.
        } finally {
            connections.remove(connection);
        }
    }

    private void serve(Socket connection) throws IOException {
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = new BufferedOutputStream(connection.getOutputStream());
        for (Exchange next = read(connection, in, out); next != null; next = read(connection, in, out)) {
            requests.add(next.method() + " " + next.uri());
            script.serve(next);
            out.flush();
        }
    }

    private Exchange read(Socket connection, InputStream in, OutputStream out) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                // Not HTTP: a TLS handshake, for one.
                return null;
            }
            headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
        }
        String[] parts = line.split(" ", -1);
        return new Exchange(this, connection, in, out, parts[0], parts[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static void thread(Runnable code) {
        Thread thread = new Thread(code, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request, and what can be done with it. */
    public record Exchange(
            ScriptedServer server,
            Socket connection,
            InputStream in,
            OutputStream out,
            String method,
            String uri,
            Map<String, String> headers) {

        /** Reads the whole body. */
        public byte[] body() throws IOException {
            if ("100-continue".equalsIgnoreCase(headers.get("Expect"))) {
                raw("HTTP/1.1 100 Continue\r\n\r\n");
            }
            return "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))
                    ? chunks()
                    : in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        }

        /** RFC 9112, 7.1. */
        private byte[] chunks() throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int size = size(); size > 0; size = size()) {
                whole.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return whole.toByteArray();
        }

        private int size() throws IOException {
            String line = line(in);
            if (line == null) {
                throw new IOException("the client has gone");
            }
            return Integer.parseInt(line, 16);
        }

        /** Takes, without a word, what still comes until the client closes. */
        public void drain() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Answers, the body of the request being read first. */
        public void answer(int status, Map<String, String> more, String content) throws IOException {
            body();
            answerAtOnce(status, more, content);
        }

        /** Answers without reading the body of the request. */
        public void answerAtOnce(int status, Map<String, String> more, String content) throws IOException {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            more.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
            if (!more.containsKey("Content-Length")) {
                head.append("Content-Length: " + bytes.length + "\r\n");
            }
            raw(head + "\r\n");
            if (!method.equals("HEAD")) {
                out.write(bytes);
            }
            out.flush();
        }

        /** Sends these characters. */
        public void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Closes the connection. */
        public void cut() throws IOException {
            out.flush();
            connection.close();
        }

        /** Answers nothing until the server is closed. */
        public void hang() {
            try {
                server.closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Hands the request on to a real registry and its answer back; Locations lead here again. */
        public void forward(String registry) throws IOException {
            forward(registry, uri);
        }

        /** Does the same with another path and query. */
        public void forward(String registry, String target) throws IOException {
            forward(registry, target, null);
        }

        private void forward(String registry, String target, String without) throws IOException {
            HttpResponse<byte[]> response = ask(registry, target, body());
            List<String> head = new ArrayList<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value -> {
                        boolean length = name.equalsIgnoreCase("content-length");
                        if (!name.startsWith(":")
                                && !name.equalsIgnoreCase(without)
                                && (!length || method.equals("HEAD"))
                                && !name.equals("transfer-encoding")) {
                            head.add(name + ": " + value.replace(registry, server.url()) + "\r\n");
                        }
                    }));
            raw("HTTP/1.1 " + response.statusCode() + " Status\r\n" + String.join("", head)
                    + (method.equals("HEAD") ? "" : "Content-Length: " + response.body().length + "\r\n") + "\r\n");
            out.write(response.body());
            out.flush();
        }

        /** Hands the request on to a real registry, and its answer back without that header. */
        public void forwardWithout(String registry, String header) throws IOException {
            forward(registry, uri, header);
        }

        /** Hands the request on to a real registry, and keeps its answer back. */
        public void forwardSilently(String registry) throws IOException {
            ask(registry, uri, body());
        }

        /** Hands so many bytes of the body on to a real registry, and cuts the connection in place of an answer. */
        public void answerNothing(String registry, int bytes) throws IOException {
            byte[] whole = body();
            ask(registry, uri, Arrays.copyOf(whole, Math.min(bytes, whole.length)));
            cut();
        }

        private HttpResponse<byte[]> ask(String registry, String target, byte[] content) throws IOException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry + target))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(content));
            headers.forEach((name, value) -> {
                if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                    request.header(name, value);
                }
            });
            try {
                return ONWARD.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
