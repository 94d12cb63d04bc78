package io.github.vertxregistry.http;

import static io.github.vertxregistry.error.FailureKind.*;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryError;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.MediaType;
import io.github.vertxregistry.model.Names;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table from a registry's answer to a failure: by the registry's own error code first (OCI Distribution, "Error
 * Codes"), then by the HTTP status. The registry's own words are part of the message.
 */
final class AnswerFailure {
    private static final int MOST_ERRORS = 20;
    private static final int MOST_WORDS = 500;
    private static final Set<Integer> IMMUTABLE = Set.of(400, 403, 409, 412);
    private static final Map<String, FailureKind> KIND_OF_CODE = Map.ofEntries(
            Map.entry("MANIFEST_INVALID", MANIFEST_REFUSED),
            Map.entry("MANIFEST_BLOB_UNKNOWN", MANIFEST_REFUSED),
            Map.entry("MANIFEST_UNVERIFIED", MANIFEST_REFUSED),
            Map.entry("NAME_INVALID", NAME_INVALID),
            Map.entry("TAG_INVALID", NAME_INVALID),
            Map.entry("DIGEST_INVALID", DIGEST_MISMATCH),
            Map.entry("BLOB_UPLOAD_INVALID", REGISTRY_FAULT),
            Map.entry("BLOB_UPLOAD_UNKNOWN", REGISTRY_FAULT),
            Map.entry("BLOB_UNKNOWN", NOT_FOUND),
            Map.entry("MANIFEST_UNKNOWN", NOT_FOUND),
            Map.entry("NAME_UNKNOWN", NOT_FOUND),
            Map.entry("SIZE_INVALID", SIZE_MISMATCH),
            Map.entry("UNSUPPORTED", UNSUPPORTED),
            Map.entry("DENIED", DENIED),
            Map.entry("UNAUTHORIZED", UNAUTHORIZED));

    private AnswerFailure() {}

    static RegistryException of(HttpAnswer answer) {
        Optional<TlsFailure> tls = TlsFailure.of(answer);
        if (tls.isPresent()) {
            return RegistryException.of(
                            UNREACHABLE,
                            subject(answer.call()) + ": " + tls.get().words())
                    .withHint(tls.get().hint())
                    .withRetry(false, 0);
        }
        List<RegistryError> errors = errors(answer);
        if (answer.is(407)) {
            ProxyFailure proxy = ProxyFailure.credentials("the proxy");
            return RegistryException.of(UNREACHABLE, subject(answer.call()) + ": " + proxy.words())
                    .withHint(proxy.hint())
                    .withRetry(false, 0);
        }
        String words = errors.isEmpty() ? plainWords(answer) : joined(errors);
        FailureKind kind = kind(answer, errors, words);
        String message = subject(answer.call()) + ": HTTP " + answer.status() + (words.isEmpty() ? "" : ", " + words);
        RegistryException failure = RegistryException.of(kind, message).withAnswer(answer.status(), errors);
        String hint = AnswerHint.of(kind, answer, !errors.isEmpty());
        failure = hint == null ? failure : failure.withHint(hint);
        return failure.withRetry(retryable(kind, answer.status()), RetryAfter.milliseconds(answer));
    }

    /** Names the host and what was asked of it, and who sent us there where it is not the registry itself. */
    static String subject(HttpCall call) {
        String host = call.origin().authority();
        String from = call.isToRegistry() ? "" : ", where " + call.registry().authority() + " sent us";
        return host + from + ": " + call.what();
    }

    private static FailureKind kind(HttpAnswer answer, List<RegistryError> errors, String words) {
        int status = answer.status();
        boolean writesTag = answer.call().method().equals(HttpMethod.PUT)
                && answer.call().uri().contains("/manifests/");
        if (writesTag
                && IMMUTABLE.contains(status)
                && words.toLowerCase(Locale.ROOT).contains("immutable")) {
            return TAG_IMMUTABLE;
        }
        return switch (status) {
            case 400 -> ofCodes(answer, errors);
            case 401 -> UNAUTHORIZED;
            case 403 -> DENIED;
            case 404 -> NOT_FOUND;
            case 405, 501 -> UNSUPPORTED;
            case 409 -> CONFLICT;
            case 412 -> TAG_IMMUTABLE;
            case 413 -> TOO_LARGE;
            case 415 -> MANIFEST_REFUSED;
            case 429 -> TOO_MANY_REQUESTS;
            default ->
                status >= 400 && status < 500 && status != 408 && status != 425
                        ? ofCodes(answer, errors)
                        : REGISTRY_FAULT;
        };
    }

    private static FailureKind ofCodes(HttpAnswer answer, List<RegistryError> errors) {
        for (RegistryError error : errors) {
            FailureKind kind = KIND_OF_CODE.get(error.code());
            if (kind == DIGEST_MISMATCH && answer.call().method().equals(HttpMethod.DELETE)) {
                // Distribution before 3 says so of a tag, since it deletes by digest alone.
                return UNSUPPORTED;
            }
            if (kind != null) {
                return kind;
            }
        }
        return BAD_REQUEST;
    }

    private static boolean retryable(FailureKind kind, int status) {
        return kind.retryable() && status != 501 && (status < 300 || status >= 400);
    }

    private static List<RegistryError> errors(HttpAnswer answer) {
        List<RegistryError> list = new ArrayList<>();
        try {
            JsonNode json = JsonText.read(answer.body().getBytes(), REGISTRY_FAULT, "error body");
            for (JsonNode error : json.path("errors")) {
                if (list.size() < MOST_ERRORS) {
                    list.add(new RegistryError(
                            Names.shown(error.path("code").asText("")),
                            Names.shown(error.path("message").asText("") + detail(error.path("detail")), MOST_WORDS)));
                }
            }
        } catch (RegistryException e) {
            return List.of();
        }
        return list;
    }

    private static String detail(JsonNode detail) {
        return detail.isTextual() && !detail.asText().isEmpty() ? " (" + detail.asText() + ")" : "";
    }

    private static String plainWords(HttpAnswer answer) {
        String type = MediaType.bare(answer.headers().get("Content-Type"));
        if (type.equals("text/html")) {
            return "an HTML page";
        }
        return Names.shown(answer.body().toString(StandardCharsets.UTF_8).strip(), MOST_WORDS);
    }

    private static String joined(List<RegistryError> errors) {
        return errors.stream().map(RegistryError::toString).collect(Collectors.joining("; "));
    }
}
