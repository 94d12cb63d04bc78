package io.github.vertxregistry.cli;

import io.github.vertxregistry.config.RegistriesConfig;
import io.github.vertxregistry.config.RegistryConfig;
import io.github.vertxregistry.config.TlsConfig;
import io.github.vertxregistry.config.ToolkitConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the options say about TLS, and the hosts that it is said of: those that the command line names, which are noted while
 * it is understood, and no other, so that no certificate of ours goes where a registry leads.
 */
final class TlsOptions {
    private final TlsConfig tls;
    private final Set<Origin> hosts = new LinkedHashSet<>();

    private TlsOptions(TlsConfig tls) {
        this.tls = tls;
    }

    static TlsOptions of(CommonOptions options) {
        if ((options.certFile == null) != (options.keyFile == null)) {
            throw bad("--cert-file and --key-file go together");
        }
        if (options.insecure && options.caFile != null) {
            throw bad("--insecure and --ca-file contradict each other");
        }
        TlsOptions read = new TlsOptions(new TlsConfig(
                text(options.caFile), text(options.certFile), text(options.keyFile), options.insecure, null));
        if (options.plainHttp && read.isGiven()) {
            throw bad("--plain-http has no TLS, so it contradicts --insecure, --ca-file, --cert-file and --key-file");
        }
        return read;
    }

    private static String text(Path file) {
        return file == null ? null : file.toString();
    }

    private static RegistryException bad(String message) {
        return RegistryException.of(FailureKind.BAD_REQUEST, message);
    }

    /** Returns whether anything is said; a host without a scheme has TLS then, a loopback one too. */
    boolean isGiven() {
        return !tls.equals(TlsConfig.defaults());
    }

    /** Notes a host that the command line names. */
    Origin note(Origin host) {
        hosts.add(host);
        return host;
    }

    /** Returns the configuration with what the options say of the hosts that were named, and of the default registry. */
    ToolkitConfig applied(ToolkitConfig config) {
        if (!isGiven()) {
            return config;
        }
        RegistriesConfig registries = config.registries();
        RegistryConfig byDefault = registries.known().get(registries.byDefault());
        note(byDefault == null ? Origin.of(registries.byDefault()) : byDefault.origin());
        Map<String, RegistryConfig> known = new HashMap<>(registries.known());
        hosts.stream().filter(Origin::tls).forEach(host -> {
            boolean there =
                    known.values().stream().anyMatch(entry -> entry.origin().equals(host));
            if (there) {
                known.replaceAll((id, entry) -> entry.origin().equals(host) ? entry.withTls(tls) : entry);
            } else {
                known.put(host.toString(), RegistryConfig.at(host.toString()).withTls(tls));
            }
        });
        return config.withRegistries(new RegistriesConfig(known, registries.byDefault(), registries.allowUnknown()));
    }
}
