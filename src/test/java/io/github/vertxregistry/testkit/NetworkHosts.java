package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Hosts of their own in network namespaces, all in one subnet behind a switch in a namespace of its own, where no firewall of this
 * machine reaches; this machine has two addresses in it. They go with {@link #close()}. Takes root and {@code ip}.
 */
public final class NetworkHosts implements AutoCloseable {
    private static final int FIRST = 11;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String subnet;
    private final List<String> spaces = new ArrayList<>();

    private NetworkHosts() {
        Random random = new Random();
        subnet = "10." + (200 + random.nextInt(50)) + "." + random.nextInt(250) + ".";
    }

    /** Tells in words why there can be none on this machine; null where there can. */
    public static String impossible() {
        try (NetworkHosts tried = start(1)) {
            Command.run(words(tried.in(0), "ip", "link"));
            return null;
        } catch (IOException | UncheckedIOException e) {
            return "no network namespaces can be made here (root and iproute2 are needed): " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Makes so many hosts. */
    public static NetworkHosts start(int count) {
        NetworkHosts hosts = new NetworkHosts();
        try {
            hosts.make(count);
            return hosts;
        } catch (UncheckedIOException e) {
            hosts.close();
            throw e;
        }
    }

    private void make(int count) {
        String hub = space("s" + id);
        ip("-n", hub, "link", "add", "sw", "type", "bridge");
        ip("-n", hub, "link", "set", "sw", "up");
        plug(hub, "r", null, address(1), address(2));
        for (int i = 0; i < count; i++) {
            plug(hub, "h" + i, space("h" + i + id), host(i));
        }
    }

    private String space(String name) {
        ip("netns", "add", name);
        spaces.add(name);
        return name;
    }

    /** A cable from the switch to a host, or to this machine with null. */
    private void plug(String hub, String port, String space, String... addresses) {
        String end = "v" + port + id;
        ip("link", "add", end, "type", "veth", "peer", "name", port, "netns", hub);
        ip("-n", hub, "link", "set", port, "master", "sw", "up");
        if (space != null) {
            ip("link", "set", end, "netns", space);
            ip("-n", space, "link", "set", "lo", "up");
        }
        String[] here = space == null ? new String[0] : new String[] {"-n", space};
        for (String address : addresses) {
            ip(words(List.of(here), "addr", "add", address + "/24", "dev", end));
        }
        ip(words(List.of(here), "link", "set", end, "up"));
    }

    private String address(int number) {
        return subnet + number;
    }

    /** Returns one of this machine's two addresses, 1 and 2. */
    public String here(int number) {
        return address(number);
    }

    /** Returns a host's address. */
    public String host(int number) {
        return address(FIRST + number);
    }

    /** Returns the program, and its arguments, that runs a command on a host. */
    public List<String> in(int number) {
        return List.of("ip", "netns", "exec", spaces.get(number + 1));
    }

    /** Cuts a host off from those addresses: what it sends there is lost. */
    public void cut(int number, List<String> others) {
        others.forEach(other -> ip("-n", spaces.get(number + 1), "route", "add", "blackhole", other + "/32"));
    }

    /** Heals such a cut. */
    public void heal(int number, List<String> others) {
        others.forEach(other -> ip("-n", spaces.get(number + 1), "route", "del", "blackhole", other + "/32"));
    }

    private static void ip(String... arguments) {
        try {
            Command.run(words(List.of("ip"), arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns a command's words in one array. */
    public static String[] words(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        // What is plugged into a namespace goes with it, at both ends.
        spaces.forEach(space -> ip("netns", "del", space));
        spaces.clear();
    }
}
