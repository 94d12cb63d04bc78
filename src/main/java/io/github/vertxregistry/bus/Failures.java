package io.github.vertxregistry.bus;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link RegistryException} of whatever a handler threw. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Returns the failure of who works on an operation: what is no known failure is logged here, with its trace. */
    static RegistryException logged(String operation, Throwable cause) {
        if (!(cause instanceof RegistryException)) {
            LOG.error("{} failed in a way that is this toolkit's fault", operation, cause);
        }
        return of(operation, cause);
    }

    /** Returns the failure of who asked for an operation; the trace stays with it as its cause. */
    static RegistryException of(String operation, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        return RegistryException.of(FailureKind.INTERNAL, operation + ": " + cause)
                .withHint("this is a fault of vertx-registry: the log of the node has the trace")
                .withCause(cause);
    }
}
