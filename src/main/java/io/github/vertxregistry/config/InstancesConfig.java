package io.github.vertxregistry.config;

/**
 * How many instances of each verticle a node deploys; 0 leaves one out. A blocking handler occupies its instance, so the
 * tar verticles have two.
 *
 * @param registry of the verticle for operations on a registry; 1
 * @param transfer of the verticle for pushes; 1
 * @param tar of the worker that reads tars; 2
 * @param validation of the worker that validates tars; 2
 */
public record InstancesConfig(Integer registry, Integer transfer, Integer tar, Integer validation) {
    private static final int MOST = 64;

    public InstancesConfig {
        registry = Check.between("instances.registry", registry, 1, 0, MOST);
        transfer = Check.between("instances.transfer", transfer, 1, 0, MOST);
        tar = Check.between("instances.tar", tar, 2, 0, MOST);
        validation = Check.between("instances.validation", validation, 2, 0, MOST);
    }
}
