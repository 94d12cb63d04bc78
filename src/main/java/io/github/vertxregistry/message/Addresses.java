package io.github.vertxregistry.message;

import io.github.vertxregistry.config.ToolkitConfig;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The event-bus addresses under one prefix.
 *
 * @param prefix what all of them start with
 */
public record Addresses(String prefix) {
    private static final String PROGRESS = ".progress.";
    private static final String BYTES = ".bytes.";
    private static final Pattern PRIVATE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** The addresses under the default prefix. */
    public static final Addresses DEFAULT = new Addresses(ToolkitConfig.DEFAULT_PREFIX);

    public Addresses {
        Objects.requireNonNull(prefix);
    }

    /** Returns where an operation is answered; of a node's operation, by the caller's own node. */
    public String of(Operation<?, ?> operation) {
        return prefix + "." + operation.name();
    }

    /** Returns where a named node answers an operation, for the whole cluster. */
    public String ofNode(String nodeId, Operation<?, ?> operation) {
        return prefix + ".nodes." + nodeId + "." + operation.name();
    }

    /** Returns where {@link CancelMessage}s are published to. */
    public String cancel() {
        return prefix + ".operations.cancel";
    }

    /** Returns where {@link SyncSignal}s are published to. */
    public String syncSignal() {
        return prefix + ".sync.signal";
    }

    /** Returns a new private address for the progress events of one caller. */
    public String newProgress() {
        return prefix + PROGRESS + UUID.randomUUID();
    }

    /** Returns whether progress may be sent there: a message must not make a node send to any address of the bus. */
    public boolean isProgress(String address) {
        return isPrivate(PROGRESS, address);
    }

    /** Returns a new private address at which a caller lends the bytes of a file. */
    public String newBytes() {
        return prefix + BYTES + UUID.randomUUID();
    }

    /** Returns whether bytes may be lent there. */
    public boolean isBytes(String address) {
        return isPrivate(BYTES, address);
    }

    /** Returns where any node answers an operation on a file of storage that they share. */
    public String onShared(Operation<?, ?> operation) {
        return prefix + ".shared." + operation.name();
    }

    private boolean isPrivate(String noun, String address) {
        return address.startsWith(prefix + noun)
                && PRIVATE_ID
                        .matcher(address.substring(prefix.length() + noun.length()))
                        .matches();
    }
}
