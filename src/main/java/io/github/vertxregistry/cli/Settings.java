package io.github.vertxregistry.cli;

import io.github.vertxregistry.auth.CredentialFiles;
import io.github.vertxregistry.config.CredentialConfig;
import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.config.OperationsConfig;
import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Names;
import io.github.vertxregistry.model.Origin;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What options, environment and configuration file say together: options before the environment, that before the file.
 * Everything wrong in them fails with {@link FailureKind#BAD_REQUEST}.
 *
 * @param config the toolkit's configuration; its default registry is the one of names without a host
 * @param debug whether to tell of each request
 * @param plainHttp whether a host without a scheme has plain HTTP
 * @param timeout the longest wait for an answer
 * @param tls what the options say about TLS
 * @param registryChosen whether the default registry was named by an option
 */
record Settings(
        ToolkitConfig config,
        boolean debug,
        boolean plainHttp,
        Duration timeout,
        TlsOptions tls,
        boolean registryChosen) {
    private static final String REGISTRY_URL = "REGISTRY_URL";
    private static final long MOST_SECONDS = 86_400;
    private static final long MOST_CONF_BYTES = 1 << 20;
    private static final Pattern PLACE = Pattern.compile("line: ([0-9]{1,7}), column");

    static Settings of(CommonOptions options, Map<String, String> env) {
        ToolkitConfig read = options.conf == null ? ToolkitConfig.defaults() : read(options.conf);
        Optional<Duration> timeout = timeout(options, env);
        ToolkitConfig config = timeout.map(wait -> read.withHttp(read.http().withTimeout(wait)))
                .orElse(read);
        config = config.withCredentials(withPlaces(config.credentials(), env));
        Settings settings = new Settings(
                config,
                debug(options, env),
                options.plainHttp,
                timeout.orElse(Duration.ofMillis(config.http().timeoutMs())),
                TlsOptions.of(options),
                options.registry != null);
        String fromEnv = blankToNull(env.get(REGISTRY_URL));
        if (options.registry != null) {
            return settings.withDefault(settings.registry("--registry", options.registry));
        }
        return fromEnv == null ? settings : settings.withDefault(settings.registry(REGISTRY_URL, fromEnv));
    }

    /** Returns the same with that default registry. */
    Settings withDefault(String registry) {
        RegistriesConfig registries = config.registries();
        return withConfig(
                config.withRegistries(new RegistriesConfig(registries.known(), registry, registries.allowUnknown())));
    }

    /** Returns where the default registry is. */
    Origin defaultOrigin() {
        String byDefault = config.registries().byDefault();
        RegistryConfig entry = config.registries().known().get(byDefault);
        return entry == null ? Origin.of(byDefault) : entry.origin();
    }

    /** Returns the same with these credentials for the default registry, in place of those of the configuration. */
    Settings withCredentials(TypedCredentials typed) {
        CredentialsConfig credentials = config.credentials();
        return withConfig(config.withCredentials(new CredentialsConfig(
                Map.of(defaultOrigin().toString(), CredentialConfig.of(typed.username(), typed.password())),
                credentials.files(),
                credentials.helperFolders(),
                credentials.helperTimeoutMs())));
    }

    /** The environment of this run says where credentials are, unless the configuration does. */
    private static CredentialsConfig withPlaces(CredentialsConfig credentials, Map<String, String> env) {
        return credentials.withFiles(
                credentials.files() == null ? CredentialFiles.usual(env) : credentials.files(),
                credentials.helperFolders() == null
                        ? CredentialFiles.programFolders(env)
                        : credentials.helperFolders());
    }

    /** Returns the same for a command that ends by itself: nothing that runs is waited for when it is told to stop. */
    Settings withoutDrain() {
        OperationsConfig operations = config.operations();
        return withConfig(config.withOperations(
                new OperationsConfig(0L, operations.retainMs(), operations.beatMs(), operations.changes())));
    }

    private Settings withConfig(ToolkitConfig other) {
        return new Settings(other, debug, plainHttp, timeout, tls, registryChosen);
    }

    /**
     * Returns what a message names a registry by that was typed as a known one's id, a URL or a host. A host that the
     * configuration knows has the scheme that it has there.
     */
    String registry(String typed) {
        return registry("the argument", typed);
    }

    private String registry(String subject, String typed) {
        RegistryConfig entry = config.registries().known().get(typed);
        if (entry != null) {
            tls.note(entry.origin());
            return typed;
        }
        return tls.note(origin(subject, typed)).toString();
    }

    /** Returns what {@link #registry(String)} does of an argument; fails where an option names another registry. */
    String argument(String typed) {
        String named = registry(typed);
        String byDefault = config.registries().byDefault();
        if (registryChosen && !address(named).equals(address(byDefault))) {
            throw bad("the registry is given twice: " + named + " by the argument, " + byDefault + " by --registry")
                    .withHint("leave out one of them");
        }
        return named;
    }

    private Origin address(String idOrUrl) {
        RegistryConfig known = config.registries().known().get(idOrUrl);
        return known == null ? Origin.of(idOrUrl) : known.origin();
    }

    private Origin origin(String subject, String typed) {
        if (typed.contains("://")) {
            return Origin.of(subject, typed);
        }
        if (plainHttp) {
            return Origin.of(subject, "http://" + typed);
        }
        if (tls.isGiven()) {
            return Origin.of(subject, "https://" + typed);
        }
        Origin origin = Origin.of(subject, typed);
        return known(origin).orElse(origin);
    }

    /** Returns the configuration that the toolkit is deployed with once all hosts of the command line are known. */
    ToolkitConfig toDeploy() {
        return tls.applied(config);
    }

    private Optional<Origin> known(Origin typed) {
        String byDefault = config.registries().byDefault();
        if (!config.registries().known().containsKey(byDefault)) {
            Origin origin = Origin.of(byDefault);
            if (sameHost(origin, typed)) {
                return Optional.of(origin);
            }
        }
        return config.registries().known().values().stream()
                .map(RegistryConfig::origin)
                .filter(origin -> sameHost(origin, typed))
                .findFirst();
    }

    /** Whether both are written the same in an image's name. */
    private static boolean sameHost(Origin known, Origin typed) {
        return known.authority().equals(typed.authority());
    }

    private static ToolkitConfig read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_CONF_BYTES) {
                throw bad("--conf " + file + " is not a configuration file");
            }
            return ToolkitConfig.of(new JsonObject(Files.readString(file)));
        } catch (DecodeException e) {
            // Its message may quote a secret of the file, and so may its cause.
            throw bad("--conf " + file + " is not a JSON object" + place(e));
        } catch (IOException e) {
            throw bad("--conf " + file + " cannot be read: " + e).withCause(e);
        } catch (RegistryException e) {
            if (e.getMessage().startsWith("--conf")) {
                throw e;
            }
            throw bad("--conf " + file + ": " + e.getMessage())
                    .withHint(e.hint().orElse(null));
        }
    }

    private static String place(DecodeException e) {
        Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
        return place.find() ? ": see line " + place.group(1) : "";
    }

    private static Optional<Duration> timeout(CommonOptions options, Map<String, String> env) {
        if (options.timeout != null) {
            return Optional.of(seconds("--timeout", options.timeout));
        }
        String text = blankToNull(env.get("REGISTRY_TIMEOUT"));
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(seconds("REGISTRY_TIMEOUT", Long.parseLong(text)));
        } catch (NumberFormatException e) {
            throw bad("REGISTRY_TIMEOUT is '" + Names.shown(text) + "', it takes whole seconds")
                    .withCause(e);
        }
    }

    private static Duration seconds(String name, long value) {
        if (value < 1 || value > MOST_SECONDS) {
            throw bad(name + " is " + value + ", it takes 1 to " + MOST_SECONDS + " seconds");
        }
        return Duration.ofSeconds(value);
    }

    private static boolean debug(CommonOptions options, Map<String, String> env) {
        String text = env.getOrDefault("REGISTRY_DEBUG", "").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "1", "true", "yes", "on" -> true;
            case "", "0", "false", "no", "off" -> options.debug;
            default -> throw bad("REGISTRY_DEBUG is '" + Names.shown(text) + "', it takes 1 or 0");
        };
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static RegistryException bad(String message) {
        return RegistryException.of(FailureKind.BAD_REQUEST, message);
    }
}
