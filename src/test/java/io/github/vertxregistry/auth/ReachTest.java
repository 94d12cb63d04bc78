package io.github.vertxregistry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "172.15.0.1, PUBLIC",
        "172.32.0.1, PUBLIC",
        "100.63.0.1, PUBLIC",
        "2606:4700::1, PUBLIC",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "192.168.0.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "198.18.0.1, PRIVATE",
        "224.0.0.1, PRIVATE",
        "255.255.255.255, PRIVATE",
        "fd00::1, PRIVATE",
        "fec0::1, PRIVATE",
        "ff02::1, PRIVATE",
        "169.254.169.254, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "127.0.0.1, LOOPBACK",
        "127.8.8.8, LOOPBACK",
        "0.0.0.0, LOOPBACK",
        "0.1.2.3, LOOPBACK",
        "::, LOOPBACK",
        "::1, LOOPBACK",
        // IPv4-mapped, IPv4-compatible, 6to4, NAT64 and its local form, Teredo (the client's address turned round)
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:10.0.0.1, PRIVATE",
        "::ffff:8.8.8.8, PUBLIC",
        "::127.0.0.1, LOOPBACK",
        "::169.254.169.254, LINK_LOCAL",
        "2002:7f00:1::, LOOPBACK",
        "2002:a9fe:a9fe::, LINK_LOCAL",
        "2002:c0a8:1::1, PRIVATE",
        "2002:808:808::, PUBLIC",
        "64:ff9b::7f00:1, LOOPBACK",
        "64:ff9b::a9fe:a9fe, LINK_LOCAL",
        "64:ff9b::10.0.0.1, PRIVATE",
        "64:ff9b::8.8.8.8, PUBLIC",
        "64:ff9b:1::808:808, PRIVATE",
        "2001:0:4136:e378:8000:63bf:80ff:fffe, LOOPBACK",
    })
    void tellsFromHowFarAnAddressCanBeReached(String address, Reach expected) throws UnknownHostException {
        assertThat(Reach.of(InetAddress.getByName(address))).isEqualTo(expected);
    }
}
