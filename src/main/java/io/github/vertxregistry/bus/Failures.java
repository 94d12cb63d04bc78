package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link RegistryException} of whatever a handler threw. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static RegistryException of(String operation, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        LOG.error("{} failed in a way that is this toolkit's fault", operation, cause);
        return RegistryException.of(FailureKind.INTERNAL, operation + ": " + cause)
                .withHint("this is a fault of vertx-registry: the log of the node has the trace")
                .withCause(cause);
    }
}
