package io.github.vertxregistry.cli;

/** Sets the levels of slf4j-simple, which reads them once, with the first logger: to be called before there is one. */
final class Logging {
    private static final String LEVEL_OF = "org.slf4j.simpleLogger.log.";

    private Logging() {}

    /** Leaves warnings and what is worse, and with {@code debug} all that the toolkit tells. A level that is set stays. */
    static void configure(boolean debug) {
        // By name, not by default: the default is Maven's own where Maven runs us.
        setUnlessSet(LEVEL_OF + "io.netty", "warn");
        setUnlessSet(LEVEL_OF + "io.vertx", "warn");
        // What breaks a connection is told by the failure that follows.
        setUnlessSet(LEVEL_OF + "io.vertx.core.net.impl.ConnectionBase", debug ? "warn" : "off");
        // It tells of every connection; what matters of it is told by the toolkit, or is the failure.
        setUnlessSet(LEVEL_OF + "com.hazelcast", debug ? "info" : "off");
        setUnlessSet(LEVEL_OF + "io.vertx.core.impl.VertxImpl", debug ? "error" : "off");
        setUnlessSet("hazelcast.logging.type", "slf4j");
        setUnlessSet(LEVEL_OF + "io.github.vertxregistry", debug ? "debug" : "warn");
    }

    private static void setUnlessSet(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
