package io.github.vertxregistry.auth;

import io.github.vertxregistry.config.CredentialConfig;
import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.config.SecretConfig;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds credentials: in the configuration, then in the files, each with its helpers; the first find counts. Credentials go
 * over plain HTTP only to loopback and to registries that the configuration names with {@code http://}. Blocks.
 */
final class CredentialSources {
    private static final int MAX_SECRET = 64 << 10;

    private final CredentialsConfig config;
    private final Set<Origin> configured;
    private final Map<String, String> env;
    private final List<Path> files;
    private final List<Path> folders;

    /**
     * @param configured the registries that the configuration names
     * @param env the environment's variables
     */
    CredentialSources(CredentialsConfig config, Set<Origin> configured, Map<String, String> env) {
        this.config = config;
        this.configured = Set.copyOf(configured);
        this.env = Map.copyOf(env);
        this.files = paths(config.files() == null ? CredentialFiles.usual(env) : config.files());
        this.folders =
                paths(config.helperFolders() == null ? CredentialFiles.programFolders(env) : config.helperFolders());
    }

    private static List<Path> paths(List<String> names) {
        List<Path> paths = new ArrayList<>();
        for (String name : names) {
            try {
                paths.add(Path.of(name));
            } catch (InvalidPathException e) {
                throw RegistryException.badKey("credentials", "names a file or folder that cannot be one")
                        .withCause(e);
            }
        }
        return paths;
    }

    /** Returns the file that a login is written to. */
    Optional<CredentialFile> first() {
        return files.stream().findFirst().map(CredentialFile::read);
    }

    /** Returns the helper of that name, which a file names. */
    HelperProgram helper(String name, CredentialFile file) {
        return HelperProgram.of(name, file.path(), folders, Duration.ofMillis(config.helperTimeoutMs()));
    }

    /** Returns who we are to a repository of a registry (empty for the registry itself), or nobody. */
    Identity find(Origin registry, String repository) {
        boolean plainTrusted = registry.tls() || registry.loopback() || configured.contains(registry);
        return configured(registry, repository, plainTrusted)
                .or(() -> files.stream()
                        .flatMap(file -> inFile(CredentialFile.read(file), registry, repository, plainTrusted).stream())
                        .findFirst())
                .orElseGet(() -> Identity.anonymous(lookedInto(plainTrusted)));
    }

    private Optional<Identity> configured(Origin registry, String repository, boolean plainTrusted) {
        Comparator<String> byFit =
                Comparator.comparing(key -> CredentialKey.of(key).fit(registry, repository, plainTrusted));
        return config.registries().keySet().stream()
                .filter(key -> CredentialKey.of(key).fit(registry, repository, plainTrusted) >= 0)
                .max(byFit)
                .map(key -> new Identity(
                        credentials(key, config.registries().get(key)), "configuration, key " + Names.shown(key)));
    }

    private Credentials credentials(String key, CredentialConfig entry) {
        String username = entry.username() == null ? "" : entry.username();
        if (entry.password() != null) {
            return new Credentials(Credentials.Kind.PASSWORD, username, secret(key, entry.password()));
        }
        return entry.identityToken() != null
                ? new Credentials(Credentials.Kind.IDENTITY_TOKEN, username, secret(key, entry.identityToken()))
                : new Credentials(Credentials.Kind.REGISTRY_TOKEN, username, secret(key, entry.registryToken()));
    }

    private String secret(String key, SecretConfig secret) {
        if (secret.text() != null) {
            return secret.text();
        }
        String what = "credentials.registries." + Names.shown(key) + " of the configuration";
        if (secret.env() != null) {
            return Optional.ofNullable(env.get(secret.env()))
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(() -> Unusable.because(
                            what + " takes its secret from the variable " + secret.env() + ", which is not set",
                            "set " + secret.env() + " in the environment of this process"));
        }
        try {
            Path file = Path.of(secret.file());
            if (Files.size(file) <= MAX_SECRET) {
                return Files.readString(file, StandardCharsets.UTF_8).replaceAll("[\r\n]+$", "");
            }
        } catch (IOException | InvalidPathException e) {
            // Told below.
        }
        throw Unusable.because(
                what + " takes its secret from " + secret.file() + ", which cannot be read",
                "see to it that the file is there and that this user may read it");
    }

    private Optional<Identity> inFile(CredentialFile file, Origin registry, String repository, boolean plainTrusted) {
        for (CredentialFile.Place place : file.places(registry, repository, plainTrusted)) {
            Optional<Credentials> credentials = place.credentials() != null
                    ? Optional.of(place.credentials())
                    : helper(place.helper(), file).get(place.server());
            if (credentials.isPresent()) {
                String by = place.helper() == null ? "" : " by docker-credential-" + place.helper();
                return credentials.map(
                        found -> new Identity(found, file.path() + ", key " + Names.shown(place.key()) + by));
            }
        }
        return Optional.empty();
    }

    private String lookedInto(boolean plainTrusted) {
        String places = files.isEmpty()
                ? ""
                : " and " + String.join(", ", files.stream().map(Path::toString).toList());
        String plain =
                plainTrusted ? "" : "; none is sent over plain HTTP to a registry that the configuration does not name";
        return "no credentials in the configuration" + places + plain;
    }
}
