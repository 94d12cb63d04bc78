package io.github.vertxregistry.config;

import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.JsonBinding;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The whole configuration of a node's toolkit, valid by construction: every part that is left out has its defaults.
 *
 * @param prefix what every event-bus address starts with; {@code registry}
 * @param nodeId the id that this node is addressed by; by default a new one
 * @param instances how many instances of each verticle
 * @param registries which registries
 * @param credentials where credentials for them are found
 * @param paths which files
 * @param http how registries are spoken to
 * @param transfer how blobs are transferred
 * @param tar what a tar may be
 * @param operations how operations are kept
 * @param cluster what the node is in a cluster
 * @param sync how registries are synchronised
 */
public record ToolkitConfig(
        String prefix,
        String nodeId,
        InstancesConfig instances,
        RegistriesConfig registries,
        CredentialsConfig credentials,
        PathsConfig paths,
        HttpConfig http,
        TransferConfig transfer,
        TarConfig tar,
        OperationsConfig operations,
        ClusterConfig cluster,
        SyncConfig sync) {
    /** The prefix of the addresses of this version of the contract. */
    public static final String DEFAULT_PREFIX = "registry";

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}(?:\\.[A-Za-z0-9_-]{1,64}){0,7}");
    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ToolkitConfig {
        prefix = Check.orElse(prefix, DEFAULT_PREFIX);
        if (!PREFIX.matcher(prefix).matches()) {
            throw RegistryException.badKey("prefix", "takes letters, digits, _ and -, parted by dots");
        }
        nodeId = Check.orElse(nodeId, UUID.randomUUID().toString());
        if (!NODE_ID.matcher(nodeId).matches()) {
            throw RegistryException.badKey("nodeId", "takes at most 64 letters, digits, _ and -");
        }
        instances = Check.orElse(instances, new InstancesConfig(null, null, null, null));
        registries = Check.orElse(registries, new RegistriesConfig(null, null, null));
        credentials = Check.orElse(credentials, CredentialsConfig.defaults());
        paths = Check.orElse(paths, new PathsConfig(null));
        http = Check.orElse(http, HttpConfig.defaults());
        transfer = Check.orElse(transfer, new TransferConfig(null, null, null, null, null));
        tar = Check.orElse(tar, TarConfig.defaults());
        operations = Check.orElse(operations, new OperationsConfig(null, null, null, null));
        cluster = Check.orElse(cluster, ClusterConfig.defaults());
        sync = Check.orElse(sync, SyncConfig.defaults());
    }

    /** Returns the defaults. */
    public static ToolkitConfig defaults() {
        return new ToolkitConfig(null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** Reads a configuration; a key that is not known or wrong fails with {@code BAD_REQUEST} and its name. */
    public static ToolkitConfig of(JsonObject json) {
        return JsonBinding.fromConfig(json, ToolkitConfig.class);
    }

    /** Returns the configuration as JSON, defaults filled in; a secret that stands in it as text is left out. */
    public JsonObject toJson() {
        return JsonBinding.toJson(this);
    }

    /** Returns the same with another prefix of the addresses. */
    public ToolkitConfig withPrefix(String other) {
        return new ToolkitConfig(
                other,
                nodeId,
                instances,
                registries,
                credentials,
                paths,
                http,
                transfer,
                tar,
                operations,
                cluster,
                sync);
    }

    /** Returns the same with another id of the node. */
    public ToolkitConfig withNodeId(String other) {
        return new ToolkitConfig(
                prefix,
                other,
                instances,
                registries,
                credentials,
                paths,
                http,
                transfer,
                tar,
                operations,
                cluster,
                sync);
    }

    /** Returns the same with other numbers of instances. */
    public ToolkitConfig withInstances(InstancesConfig other) {
        return new ToolkitConfig(
                prefix, nodeId, other, registries, credentials, paths, http, transfer, tar, operations, cluster, sync);
    }

    /** Returns the same with other registries. */
    public ToolkitConfig withRegistries(RegistriesConfig other) {
        return new ToolkitConfig(
                prefix, nodeId, instances, other, credentials, paths, http, transfer, tar, operations, cluster, sync);
    }

    /** Returns the same with credentials found elsewhere. */
    public ToolkitConfig withCredentials(CredentialsConfig other) {
        return new ToolkitConfig(
                prefix, nodeId, instances, registries, other, paths, http, transfer, tar, operations, cluster, sync);
    }

    /** Returns the same with one more known registry, which becomes the default one. */
    public ToolkitConfig withRegistry(String id, String url) {
        Map<String, RegistryConfig> known = new HashMap<>(registries.known());
        known.put(id, RegistryConfig.at(url));
        return withRegistries(new RegistriesConfig(known, id, registries.allowUnknown()));
    }

    /** Returns the same with other files that messages may name. */
    public ToolkitConfig withPaths(PathsConfig other) {
        return new ToolkitConfig(
                prefix,
                nodeId,
                instances,
                registries,
                credentials,
                other,
                http,
                transfer,
                tar,
                operations,
                cluster,
                sync);
    }

    /** Returns the same with other settings for speaking to registries. */
    public ToolkitConfig withHttp(HttpConfig other) {
        return new ToolkitConfig(
                prefix,
                nodeId,
                instances,
                registries,
                credentials,
                paths,
                other,
                transfer,
                tar,
                operations,
                cluster,
                sync);
    }

    /** Returns the same with other settings for transferring blobs. */
    public ToolkitConfig withTransfer(TransferConfig other) {
        return new ToolkitConfig(
                prefix, nodeId, instances, registries, credentials, paths, http, other, tar, operations, cluster, sync);
    }

    /** Returns the same with other limits of a tar. */
    public ToolkitConfig withTar(TarConfig other) {
        return new ToolkitConfig(
                prefix,
                nodeId,
                instances,
                registries,
                credentials,
                paths,
                http,
                transfer,
                other,
                operations,
                cluster,
                sync);
    }

    /** Returns the same with operations kept another way. */
    public ToolkitConfig withOperations(OperationsConfig other) {
        return new ToolkitConfig(
                prefix, nodeId, instances, registries, credentials, paths, http, transfer, tar, other, cluster, sync);
    }

    /** Returns the same with other settings of a cluster. */
    public ToolkitConfig withCluster(ClusterConfig other) {
        return new ToolkitConfig(
                prefix,
                nodeId,
                instances,
                registries,
                credentials,
                paths,
                http,
                transfer,
                tar,
                operations,
                other,
                sync);
    }

    /** Returns the same with other settings for synchronising registries. */
    public ToolkitConfig withSync(SyncConfig other) {
        return new ToolkitConfig(
                prefix,
                nodeId,
                instances,
                registries,
                credentials,
                paths,
                http,
                transfer,
                tar,
                operations,
                cluster,
                other);
    }
}
