package io.github.vertxregistry.testkit;

import static io.github.vertxregistry.testkit.Toolkit.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.XmlConfigBuilder;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.verticle.RegistryToolkit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A cluster of Vert.x instances in this process by {@code conf/cluster.xml}, under a name and at a port of its own. */
public final class Cluster implements AutoCloseable {
    private static final int MOST_MEMBERS = 6;

    /** Hazelcast's start takes its time where the machine is busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name = "test-" + UUID.randomUUID();
    private final int port = Server.freePort();
    private final List<Vertx> members = new CopyOnWriteArrayList<>();

    /** Adds a member in which nothing is deployed: one that only calls. */
    public Vertx caller() {
        VertxOptions options = new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1"));
        Vertx vertx = await(
                Vertx.builder()
                        .with(options)
                        .withClusterManager(new HazelcastClusterManager(config()))
                        .buildClustered(),
                PATIENCE);
        members.add(vertx);
        return vertx;
    }

    /** Adds a member with the toolkit deployed. */
    public Vertx node(ToolkitConfig config) {
        Vertx vertx = caller();
        await(vertx.deployVerticle(new RegistryToolkit(config)));
        return vertx;
    }

    /** Takes a member out in order. */
    public void leave(Vertx member) {
        members.remove(member);
        await(member.close());
    }

    private Config config() {
        try {
            Config config = new XmlConfigBuilder("conf/cluster.xml").build();
            config.setClusterName(name);
            config.getNetworkConfig().setPort(port);
            JoinConfig join = config.getNetworkConfig().getJoin();
            join.getTcpIpConfig()
                    .setMembers(IntStream.range(port, port + MOST_MEMBERS)
                            .mapToObj(each -> "127.0.0.1:" + each)
                            .toList());
            return config;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(Future.join(members.stream().map(Vertx::close).toList()));
    }
}
