package io.github.vertxregistry.cli;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.HazelcastException;
import io.github.vertxregistry.config.EventBusConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Vert.x that is a member of a cluster by Hazelcast. The only class that knows Hazelcast, which is optional: without it, it cannot be loaded. */
final class ClusteredVertx {
    private static final String ON_THIS_MACHINE = "cluster.xml";
    private static final long PING_MS = 5_000;

    private ClusteredVertx() {}

    /**
     * Joins the cluster of that configuration file, or of this machine with null.
     *
     * @param caller whether the member only calls: it holds nothing of what the cluster keeps, and cannot begin one
     * @return the Vert.x; fails with {@code BAD_REQUEST} where a file is wrong, {@code NOT_DEPLOYED} where a caller finds no node, {@code UNREACHABLE}
     */
    static Future<Vertx> join(VertxOptions options, Path file, EventBusConfig bus, boolean caller) {
        try {
            Config config = file == null ? ofThisMachine() : of(file);
            config.setLiteMember(caller);
            return Vertx.builder()
                    .with(options.setEventBusOptions(eventBus(bus)))
                    .withClusterManager(new HazelcastClusterManager(config))
                    .buildClustered()
                    .recover(cause -> Future.failedFuture(failure(cause, bus, caller)));
        } catch (RegistryException e) {
            return Future.failedFuture(e);
        }
    }

    private static Config ofThisMachine() {
        try (InputStream xml = ClusteredVertx.class.getResourceAsStream(ON_THIS_MACHINE)) {
            return new XmlConfigBuilder(xml).build();
        } catch (IOException e) {
            throw new IllegalStateException("the built-in configuration of a cluster cannot be read", e);
        }
    }

    private static Config of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw bad("--cluster-conf " + file + " is not a file");
        }
        try {
            return Config.loadFromFile(file.toFile());
        } catch (IOException | HazelcastException | IllegalArgumentException e) {
            throw bad("--cluster-conf " + file + " is no configuration of Hazelcast: " + e.getMessage())
                    .withHint("begin with a copy of conf/cluster.xml")
                    .withCause(e);
        }
    }

    private static EventBusOptions eventBus(EventBusConfig bus) {
        EventBusOptions options = new EventBusOptions()
                .setHost(bus.host())
                .setPort(bus.port())
                .setClusterPublicHost(bus.publicHost())
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS);
        if (bus.publicPort() != 0) {
            options.setClusterPublicPort(bus.publicPort());
        }
        if (bus.tls()) {
            readable("caFile", bus.caFile());
            readable("certFile", bus.certFile());
            readable("keyFile", bus.keyFile());
            options.setSsl(true)
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertPath(bus.caFile()))
                    .setKeyCertOptions(
                            new PemKeyCertOptions().addCertPath(bus.certFile()).addKeyPath(bus.keyFile()));
        }
        return options;
    }

    private static void readable(String key, String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw bad("key 'cluster.eventBus." + key + "': the file " + file
                            + (Files.exists(path) ? " cannot be read" : " does not exist"))
                    .withHint("check the path, and who may read it");
        }
    }

    private static RegistryException failure(Throwable cause, EventBusConfig bus, boolean caller) {
        if (cause instanceof BindException) {
            String host = bus.host() == null ? "Hazelcast's address" : bus.host();
            String port = bus.port() == 0 ? "a free port" : "port " + bus.port();
            return RegistryException.of(
                            FailureKind.UNREACHABLE,
                            "the event bus cannot listen at " + host + ", " + port + ": " + cause.getMessage())
                    .withHint(
                            "cluster.eventBus of the configuration says where: an address of this machine, and 0 for a free"
                                    + " port; publicHost is what others reach it by")
                    .withCause(cause);
        }
        if (caller && String.valueOf(cause).contains("NoDataMember")) {
            return RegistryException.of(FailureKind.NOT_DEPLOYED, "no node of the cluster was found")
                    .withHint("start one with: node --cluster; one elsewhere is found by --cluster-conf")
                    .withCause(cause);
        }
        return RegistryException.of(FailureKind.UNREACHABLE, "the cluster could not be joined: " + cause)
                .withHint(
                        "is the configuration the same on all nodes, and its port free? Another program that listens at a"
                                + " member's port and says nothing is waited for until hazelcast.max.join.seconds are over")
                .withCause(cause);
    }

    private static RegistryException bad(String message) {
        return RegistryException.of(FailureKind.BAD_REQUEST, message);
    }
}
