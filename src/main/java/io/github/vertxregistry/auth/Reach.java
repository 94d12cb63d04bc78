package io.github.vertxregistry.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** From how far an address can be reached, the farthest first. */
enum Reach {
    /** From everywhere. */
    PUBLIC,
    /** From a private network (RFC 1918, RFC 6598, RFC 4193), or none of the public ones. */
    PRIVATE,
    /** From the same wire (RFC 3927, RFC 4291), where clouds keep their metadata. */
    LINK_LOCAL,
    /** From this machine. */
    LOOPBACK;

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] NAT64_LOCAL = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1};

    /** Returns how far an address reaches; an IPv6 address that has an IPv4 address in it reaches as far as that one. */
    static Reach of(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        if (address.isSiteLocalAddress() || address.isMulticastAddress()) {
            return PRIVATE;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? ofSix(bytes) : ofFour(bytes);
    }

    private static Reach ofFour(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean sharedByProvider = first == 100 && second >= 64 && second < 128;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        boolean protocol = first == 192 && second == 0 && bytes[2] == 0;
        if (first == 0) {
            return LOOPBACK;
        }
        return sharedByProvider || benchmark || protocol || first >= 240 ? PRIVATE : PUBLIC;
    }

    private static Reach ofSix(byte[] bytes) {
        if ((bytes[0] & 0xfe) == 0xfc || starts(bytes, NAT64_LOCAL)) {
            return PRIVATE;
        }
        if (starts(bytes, NAT64) || isCompatible(bytes)) {
            return of(four(bytes, 12));
        }
        // 6to4, RFC 3056: 2002:, then the IPv4 address.
        if (bytes[0] == 0x20 && bytes[1] == 0x02) {
            return of(four(bytes, 2));
        }
        // Teredo, RFC 4380: 2001:0000:, the server's address, and at the end the client's, each bit of it turned round.
        if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0) {
            byte[] turned = bytes.clone();
            for (int i = 12; i < turned.length; i++) {
                turned[i] = (byte) ~turned[i];
            }
            return of(four(turned, 12));
        }
        return PUBLIC;
    }

    /** RFC 4291, 2.5.5: IPv4-compatible and IPv4-mapped; Java turns the latter into IPv4 itself, but not in every form. */
    private static boolean isCompatible(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        int mark = (bytes[10] & 0xff) << 8 | (bytes[11] & 0xff);
        return mark == 0 || mark == 0xffff;
    }

    private static boolean starts(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress four(byte[] bytes, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
