package io.github.vertxregistry.bus;

import io.github.vertxregistry.config.CallOptions;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.message.Addresses;
import io.github.vertxregistry.message.Headers;
import io.github.vertxregistry.message.Operation;
import io.github.vertxregistry.model.Names;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The headers of a request, those that are left out filled in. One that is wrong fails with {@code BAD_REQUEST} and its
 * name: a caller who means something by it must not be misunderstood.
 *
 * @param operationId the operation's id
 * @param timeoutMs how long the caller waits
 * @param progress where progress is told, or null
 * @param accept whether the request is answered before the work is done
 */
record RequestHeaders(String operationId, long timeoutMs, String progress, boolean accept) {
    private static final long DEFAULT_TIMEOUT_MS = 30_000;
    private static final long MAX_TIMEOUT_MS = CallOptions.LONGEST.toMillis();
    private static final int MAX_ID = 128;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1," + MAX_ID + "}");

    /** Reads the headers of a request for that operation. */
    static RequestHeaders of(MultiMap headers, Operation<?, ?> operation, Addresses addresses) {
        boolean accept = accept(headers.get(Headers.ACCEPT));
        String progress = headers.get(Headers.PROGRESS);
        if (progress != null && !addresses.isProgress(progress)) {
            throw bad(Headers.PROGRESS, progress, "must be " + addresses.prefix() + ".progress.<id>");
        }
        if (progress == null && accept && operation.pace() == Operation.Pace.SHORT) {
            throw RegistryException.of(
                    FailureKind.BAD_REQUEST,
                    "header '" + Headers.ACCEPT + "' needs the header '" + Headers.PROGRESS
                            + "', or the outcome would be lost");
        }
        return new RequestHeaders(
                id(headers.get(Headers.OPERATION_ID)), timeout(headers.get(Headers.TIMEOUT_MS)), progress, accept);
    }

    static boolean isOperationId(String text) {
        return ID.matcher(text).matches();
    }

    private static String id(String text) {
        if (text == null) {
            return UUID.randomUUID().toString();
        }
        if (!isOperationId(text)) {
            throw bad(Headers.OPERATION_ID, text, "takes 1 to " + MAX_ID + " letters, digits and . _ : -");
        }
        return text;
    }

    private static boolean accept(String text) {
        return switch (text == null ? "false" : text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(Headers.ACCEPT, text, "must be true or false");
        };
    }

    private static long timeout(String text) {
        if (text == null) {
            return DEFAULT_TIMEOUT_MS;
        }
        try {
            long timeoutMs = Long.parseLong(text);
            if (timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS) {
                return timeoutMs;
            }
        } catch (NumberFormatException e) {
            throw badTimeout(text).withCause(e);
        }
        throw badTimeout(text);
    }

    private static RegistryException badTimeout(String text) {
        return bad(Headers.TIMEOUT_MS, text, "must be a number of milliseconds from 1 to " + MAX_TIMEOUT_MS);
    }

    private static RegistryException bad(String header, String text, String rule) {
        return RegistryException.of(
                FailureKind.BAD_REQUEST, "header '" + header + "' " + rule + ", is '" + Names.shown(text, 40) + "'");
    }
}
