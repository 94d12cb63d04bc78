package io.github.vertxregistry.http;

import io.github.vertxregistry.model.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without the proxy, as curl and Go read NO_PROXY: {@code *} is all; {@code example.org} is that
 * host and all below it, {@code .example.org} and {@code *.example.org} those below it; an address; a network such as
 * {@code 10.0.0.0/8}; each with {@code :port} for that port alone. No name is looked up for it.
 */
final class NoProxy {
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*");

    private final List<String> entries;

    NoProxy(List<String> entries) {
        this.entries = entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Reads a list parted by commas. */
    static NoProxy of(String list) {
        return new NoProxy(Arrays.asList(list.split(",")));
    }

    boolean contains(Origin origin) {
        return entries.stream().anyMatch(entry -> fits(entry, origin));
    }

    private static boolean fits(String entry, Origin origin) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.indexOf('/') >= 0) {
            return isInNetwork(entry, origin.host());
        }
        String host = entry;
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (hasPort) {
            if (!entry.substring(colon + 1).equals(String.valueOf(origin.port()))) {
                return false;
            }
            host = entry.substring(0, colon);
        }
        host = host.replaceAll("^\\[|]$", "");
        if (ADDRESS.matcher(host).matches()) {
            byte[] address = address(host);
            return address != null && Arrays.equals(address, address(origin.host()));
        }
        host = host.startsWith("*.") ? host.substring(1) : host;
        return host.startsWith(".")
                ? origin.host().endsWith(host)
                : origin.host().equals(host) || origin.host().endsWith("." + host);
    }

    private static boolean isInNetwork(String network, String host) {
        int slash = network.indexOf('/');
        byte[] base = address(network.substring(0, slash));
        byte[] address = address(host);
        String length = network.substring(slash + 1);
        if (base == null || address == null || base.length != address.length || !length.matches("[0-9]{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(length);
        if (bits > base.length * Byte.SIZE) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((base[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the bytes of a literal address, or null for a name. */
    private static byte[] address(String literal) {
        if (!ADDRESS.matcher(literal).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
