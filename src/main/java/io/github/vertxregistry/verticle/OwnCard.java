package io.github.vertxregistry.verticle;

import io.github.vertxregistry.config.InstancesConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.message.NodeStatus;
import io.github.vertxregistry.message.NodeStatus.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What a node tells the others of itself. */
final class OwnCard {
    private OwnCard() {}

    static NodeStatus of(ToolkitConfig config, String version) {
        return new NodeStatus(
                config.nodeId(),
                roles(config.instances()),
                config.operations().changes(),
                config.paths().shared(),
                version,
                hostname(),
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                0);
    }

    private static List<Role> roles(InstancesConfig instances) {
        List<Role> roles = new ArrayList<>();
        if (instances.registry() > 0) {
            roles.add(Role.OPERATIONS);
        }
        if (instances.transfer() > 0) {
            roles.add(Role.TRANSFERS);
        }
        if (instances.tar() > 0) {
            roles.add(Role.TARS);
        }
        return roles;
    }

    /** Without a name server, which may take its time: in a container and in most shells the name is in the environment. */
    private static String hostname() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? "localhost" : name;
    }
}
