package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy before a server that cuts connections where it is told to: after so many bytes of requests, by an end or by a
 * reset; and that may hold each answer back for a time, or do something when so many bytes have come. It knows nothing of HTTP
 * but the one method that it may refuse.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER = 16 << 10;
    private static final byte[] PATCH = "PATCH ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REFUSAL =
            "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;
    private final URI target;
    private final ArrayDeque<Long> gaps = new ArrayDeque<>();
    private final ArrayDeque<Long> answerGaps = new ArrayDeque<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean reset;
    private volatile boolean refusesPatch;
    private volatile long delayMs;
    private final AtomicLong actAt = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable act = () -> {};

    private CuttingProxy(String url) {
        target = URI.create(url);
        try {
            socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** Forwards everything to the server at that URL until it is told more. */
    public static CuttingProxy before(String url) {
        return new CuttingProxy(url);
    }

    /** Cuts once after each of these numbers of bytes from clients, counted from the cut before. */
    public CuttingProxy cuttingAfter(long... bytes) {
        synchronized (gaps) {
            Arrays.stream(bytes).forEach(gaps::add);
        }
        return this;
    }

    /** Cuts once after each of these numbers of bytes from the server, counted from the cut before. */
    public CuttingProxy cuttingAnswersAfter(long... bytes) {
        synchronized (answerGaps) {
            Arrays.stream(bytes).forEach(answerGaps::add);
        }
        return this;
    }

    /** Cuts by a reset, and not by an orderly end. */
    public CuttingProxy resetting() {
        reset = true;
        return this;
    }

    /** Answers 405 to every PATCH, as a registry that takes uploads in one request alone. */
    public CuttingProxy withoutPatch() {
        refusesPatch = true;
        return this;
    }

    /** Does something, once, when so many more bytes of requests have come; nothing is forwarded meanwhile. */
    public CuttingProxy actingAfter(long bytes, Runnable what) {
        act = what;
        actAt.set(forwarded.get() + bytes);
        return this;
    }

    /** Holds what the server says back for so long. */
    public CuttingProxy delaying(long milliseconds) {
        delayMs = milliseconds;
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Returns how many connections were cut. */
    public int cuts() {
        return cuts.get();
    }

    /** Returns how many bytes of requests reached the server. */
    public long forwarded() {
        return forwarded.get();
    }

    /** Returns how many bytes of answers reached clients, or the buffers of their sockets. */
    public long answered() {
        return answered.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.add(client);
                Socket server = serverFor(client);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                connections.add(server);
                thread(() -> requests(client, server));
                thread(() -> answers(server, client));
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    /** A client is told that no server is there by the end of its connection. */
    private Socket serverFor(Socket client) throws IOException {
        try {
            return new Socket(target.getHost(), target.getPort());
        } catch (IOException e) {
            close(client, client);
            throw e;
        }
    }

    private void requests(Socket client, Socket server) {
        try (client;
                server) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (refusesPatch && Arrays.equals(bytes, 0, Math.min(count, PATCH.length), PATCH, 0, PATCH.length)) {
                    refuse(client);
                    break;
                }
                if (forwarded.get() >= actAt.get()) {
                    actAt.set(Long.MAX_VALUE);
                    act.run();
                }
                int allowed = allowed(gaps, count);
                out.write(bytes, 0, allowed);
                out.flush();
                forwarded.addAndGet(allowed);
                if (allowed < count) {
                    cut(client, server);
                    return;
                }
            }
        } catch (IOException e) {
            // One side has gone: so goes the other.
        }
        close(client, server);
    }

    /** A body that comes all the same is taken, since a reset would take the answer along. */
    private static void refuse(Socket client) throws IOException {
        client.getOutputStream().write(REFUSAL);
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Takes that many bytes off the way to the next cut; returns fewer where it lies among them. */
    private static int allowed(ArrayDeque<Long> cuts, int count) {
        synchronized (cuts) {
            Long gap = cuts.poll();
            if (gap == null) {
                return count;
            }
            if (gap >= count) {
                cuts.addFirst(gap - count);
                return count;
            }
            return gap.intValue();
        }
    }

    private void answers(Socket server, Socket client) {
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (delayMs > 0 && closed.await(delayMs, TimeUnit.MILLISECONDS)) {
                    return;
                }
                int allowed = allowed(answerGaps, count);
                out.write(bytes, 0, allowed);
                out.flush();
                answered.addAndGet(allowed);
                if (allowed < count) {
                    cut(client, server);
                    return;
                }
            }
        } catch (IOException e) {
            // As above.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(client, server);
    }

    private void cut(Socket client, Socket server) throws IOException {
        cuts.incrementAndGet();
        if (reset) {
            client.setSoLinger(true, 0);
        }
        close(client, server);
    }

    private void close(Socket one, Socket other) {
        for (Socket each : new Socket[] {one, other}) {
            connections.remove(each);
            try {
                each.close();
            } catch (IOException e) {
                // It is closed, then.
            }
        }
    }

    private static void thread(Runnable code) {
        Thread thread = new Thread(code, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(connection -> close(connection, connection));
    }
}
