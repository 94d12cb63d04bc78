package io.github.vertxregistry.message;

/** The names of the headers of a request on the event bus. All are optional. */
public final class Headers {
    /** The operation's id, chosen by the caller; without it the callee makes one. */
    public static final String OPERATION_ID = "operation-id";
    /** How many milliseconds the caller waits: the callee fails with DEADLINE a little earlier. */
    public static final String TIMEOUT_MS = "timeout-ms";
    /** The address, {@code <prefix>.progress.<id>}, that wants the {@link ProgressEvent}s and beats of the operation. */
    public static final String PROGRESS = "progress";
    /** {@code true}: answer at once with an {@link AcceptedReply}; the outcome is the last progress event. */
    public static final String ACCEPT = "accept";

    private Headers() {}
}
