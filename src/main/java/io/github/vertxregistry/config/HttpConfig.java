package io.github.vertxregistry.config;

import java.time.Duration;
import java.util.List;

/**
 * How registries are spoken to. Times in milliseconds, sizes in bytes; a key that is left out has its default.
 *
 * @param poolSize connections to one registry at the most; 16
 * @param eventLoops event loops over which a node's connections are spread; 2
 * @param connectTimeoutMs the longest wait for a connection; 10,000
 * @param timeoutMs the longest wait for an answer to a request that has been sent; 30,000
 * @param commitTimeoutMs the longest wait for the answer to a blob's last byte, since the registry hashes then; 300,000
 * @param stallTimeoutMs the longest time in which no byte of a transfer moves; 60,000
 * @param maxManifestBytes the largest manifest; 4 MiB
 * @param maxListBytes the largest page of a list; 8 MiB
 * @param proxy the proxy that registries without one of their own are reached through; as the environment says. Never for
 *     loopback hosts
 * @param noProxy the hosts that are reached without {@code proxy}, written as in NO_PROXY; none. The environment's proxies have
 *     the environment's list
 * @param certsFolder the folder that holds, in one named {@code host:port} each, {@code *.crt} to trust, and {@code *.cert} with
 *     {@code *.key} to show, for registries without {@code tls} of their own; Docker's {@code /etc/docker/certs.d}
 * @param retry what is tried again
 */
public record HttpConfig(
        Integer poolSize,
        Integer eventLoops,
        Long connectTimeoutMs,
        Long timeoutMs,
        Long commitTimeoutMs,
        Long stallTimeoutMs,
        Integer maxManifestBytes,
        Integer maxListBytes,
        ProxyConfig proxy,
        List<String> noProxy,
        String certsFolder,
        RetryConfig retry) {
    /** Where Docker keeps the certificates of registries. */
    public static final String DOCKER_CERTS = "/etc/docker/certs.d";

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int MIB = 1 << 20;

    public HttpConfig {
        poolSize = Check.between("http.poolSize", poolSize, 16, 1, 1_000);
        eventLoops = Check.between("http.eventLoops", eventLoops, 2, 1, 64);
        connectTimeoutMs = Check.between("http.connectTimeoutMs", connectTimeoutMs, 10_000, 1, DAY_MS);
        timeoutMs = Check.between("http.timeoutMs", timeoutMs, 30_000, 1, DAY_MS);
        commitTimeoutMs = Check.between("http.commitTimeoutMs", commitTimeoutMs, 300_000, 1, DAY_MS);
        stallTimeoutMs = Check.between("http.stallTimeoutMs", stallTimeoutMs, 60_000, 1, DAY_MS);
        maxManifestBytes = Check.between("http.maxManifestBytes", maxManifestBytes, 4 * MIB, 1_024, 64 * MIB);
        maxListBytes = Check.between("http.maxListBytes", maxListBytes, 8 * MIB, 1_024, 256 * MIB);
        proxy = Check.orElse(proxy, ProxyConfig.ENVIRONMENT);
        noProxy = noProxy == null ? List.of() : List.copyOf(noProxy);
        certsFolder = Check.orElse(certsFolder, DOCKER_CERTS);
        retry = Check.orElse(retry, RetryConfig.defaults());
    }

    /** Returns the defaults. */
    public static HttpConfig defaults() {
        return new HttpConfig(null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** Returns the same with another longest wait for an answer, and for bytes. */
    public HttpConfig withTimeout(Duration timeout) {
        return new HttpConfig(
                poolSize,
                eventLoops,
                Math.min(connectTimeoutMs, timeout.toMillis()),
                timeout.toMillis(),
                Math.max(commitTimeoutMs, timeout.toMillis()),
                timeout.toMillis(),
                maxManifestBytes,
                maxListBytes,
                proxy,
                noProxy,
                certsFolder,
                retry);
    }
}
