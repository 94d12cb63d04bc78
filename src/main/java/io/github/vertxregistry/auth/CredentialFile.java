package io.github.vertxregistry.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A file of credentials as docker ({@code config.json}) and podman ({@code auth.json}) write it: {@code auths}, {@code
 * credHelpers}, {@code credsStore}. Blocks.
 */
final class CredentialFile {
    private static final long MAX_BYTES = 1 << 20;

    private final Path path;
    private final ObjectNode json;

    private CredentialFile(Path path, ObjectNode json) {
        this.path = path;
        this.json = json;
    }

    /**
     * A place of the file that may have the credentials: the credentials themselves, or the helper that is to be asked.
     *
     * @param key the key in the file
     * @param credentials what stands there, or null
     * @param helper the helper's name, or null
     * @param server what the helper is asked for, or null
     */
    record Place(String key, Credentials credentials, String helper, String server) {}

    /** Reads a file; one that is not there is an empty one. */
    static CredentialFile read(Path path) {
        try {
            if (Files.exists(path) && Files.size(path) > MAX_BYTES) {
                throw bad(path, "is larger than " + MAX_BYTES + " bytes");
            }
            byte[] bytes = Files.readAllBytes(path);
            JsonNode json = blank(bytes) ? JsonNodeFactory.instance.objectNode() : parse(path, bytes);
            return new CredentialFile(path, (ObjectNode) json);
        } catch (NoSuchFileException e) {
            return new CredentialFile(path, JsonNodeFactory.instance.objectNode());
        } catch (AccessDeniedException e) {
            throw bad(path, "may not be read by this user");
        } catch (IOException e) {
            throw bad(path, "cannot be read");
        }
    }

    private static boolean blank(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).isBlank();
    }

    private static JsonNode parse(Path path, byte[] bytes) {
        try {
            return JsonText.readObject(bytes, FailureKind.UNAUTHORIZED, path.toString());
        } catch (RegistryException e) {
            // Its message may quote what stands in the file.
            throw bad(path, "is no JSON object");
        }
    }

    private static RegistryException bad(Path path, String why) {
        return Unusable.because(
                path + " " + why + ", credentials are looked for in it",
                "set the file right, or name other files by credentials.files of the configuration");
    }

    ObjectNode json() {
        return json;
    }

    Path path() {
        return path;
    }

    /**
     * Returns the places for a repository (empty for the registry itself), the best first: keys of repositories, the longest
     * first, then the registry's own helper, the helper of all, and the registry's own entry.
     */
    List<Place> places(Origin registry, String repository, boolean plainTrusted) {
        List<Place> places = new ArrayList<>();
        List<String> keys = fitting("auths", registry, repository, plainTrusted);
        keys.stream().filter(key -> !isWhole(key)).forEach(key -> addEntry(places, key));
        for (String key : fitting("credHelpers", registry, repository, plainTrusted)) {
            places.add(new Place(key, null, json.path("credHelpers").path(key).asText(), key));
        }
        List<String> whole = keys.stream().filter(CredentialFile::isWhole).toList();
        String store = json.path("credsStore").asText("");
        // The store's own keys say nothing of the scheme: what is not filed for plain HTTP is not asked for.
        if (!store.isEmpty() && (registry.tls() || plainTrusted)) {
            String server = whole.isEmpty() ? CredentialKey.written(registry) : whole.get(0);
            places.add(new Place(server, null, store, server));
        }
        whole.forEach(key -> addEntry(places, key));
        return places;
    }

    /** Returns the helper that keeps a registry's credentials, or empty where the file itself does. */
    String keeper(Origin registry) {
        return fitting("credHelpers", registry, "", true).stream()
                .map(key -> json.path("credHelpers").path(key).asText())
                .findFirst()
                .orElse(json.path("credsStore").asText(""));
    }

    /** Returns the keys under which a registry as a whole is filed. */
    List<String> keys(Origin registry) {
        return fitting("auths", registry, "", true);
    }

    private static boolean isWhole(String key) {
        return CredentialKey.of(key).path().isEmpty();
    }

    private List<String> fitting(String field, Origin registry, String repository, boolean plainTrusted) {
        List<Map.Entry<Integer, String>> fits = new ArrayList<>();
        json.path(field).fieldNames().forEachRemaining(key -> {
            int fit = CredentialKey.of(key).fit(registry, repository, plainTrusted);
            if (fit >= 0) {
                fits.add(Map.entry(fit, key));
            }
        });
        fits.sort(Comparator.comparing(Map.Entry<Integer, String>::getKey).reversed());
        return fits.stream().map(Map.Entry::getValue).toList();
    }

    private void addEntry(List<Place> places, String key) {
        Credentials credentials = credentials(key, json.path("auths").path(key));
        if (credentials != null) {
            places.add(new Place(key, credentials, null, null));
        }
    }

    private Credentials credentials(String key, JsonNode entry) {
        String[] pair = pair(key, entry.path("auth").asText(""));
        String username = pair == null ? entry.path("username").asText("") : pair[0];
        String password = pair == null ? entry.path("password").asText("") : pair[1];
        String identityToken = entry.path("identitytoken").asText("");
        String registryToken = entry.path("registrytoken").asText("");
        if (!registryToken.isEmpty()) {
            return new Credentials(Credentials.Kind.REGISTRY_TOKEN, username, registryToken);
        }
        if (!identityToken.isEmpty()) {
            return new Credentials(Credentials.Kind.IDENTITY_TOKEN, username, identityToken);
        }
        return username.isEmpty() && password.isEmpty() ? null : Credentials.of(username, password);
    }

    private String[] pair(String key, String auth) {
        if (auth.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon >= 0) {
                // Docker of old filled it up with NULs.
                return new String[] {
                    text.substring(0, colon), text.substring(colon + 1).replaceAll("\0+$", "")
                };
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        throw Unusable.because(
                path + " has no name and password in auths of "
                        + Names.shown(CredentialKey.of(key).host()),
                "log in again: login " + Names.shown(CredentialKey.of(key).host()));
    }
}
