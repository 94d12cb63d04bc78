package io.github.vertxregistry.message;

/** The names of the headers of a request on the event bus. All are optional; one that is wrong fails with BAD_REQUEST. */
public final class Headers {
    /** The operation's id, chosen by the caller, 1 to 128 letters, digits and . _ : -; without it the callee makes one. */
    public static final String OPERATION_ID = "operation-id";
    /** How many milliseconds the caller waits, 1 to 604,800,000 (seven days): the callee fails with DEADLINE a little earlier. */
    public static final String TIMEOUT_MS = "timeout-ms";
    /** The address, {@code <prefix>.progress.<id>}, that wants the {@link ProgressEvent}s and beats of the operation. */
    public static final String PROGRESS = "progress";
    /** {@code true} or {@code false}; with true: answer at once with an {@link AcceptedReply}; the outcome is the last progress event. */
    public static final String ACCEPT = "accept";

    private Headers() {}
}
