package io.github.vertxregistry.auth;

import io.github.vertxregistry.config.CredentialsConfig;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a registry's credentials where docker does: in the first of the files, or with the helper that the file names for
 * the registry. Blocks. What goes wrong fails with {@code UNAUTHORIZED} and names the file or program.
 */
public final class Login {
    private final CredentialSources sources;

    /** Creates one for the files and helpers of a configuration. */
    public Login(CredentialsConfig config, Map<String, String> env) {
        this.sources = new CredentialSources(config, Set.of(), env);
    }

    /**
     * Where credentials are kept.
     *
     * @param file the file
     * @param helper the program that keeps them in its place, or null where they stand in the file, readable by its owner
     */
    public record Kept(String file, String helper) {}

    /** Keeps a name and its password, in place of those that were there. */
    public Kept keep(Origin registry, String username, String password) {
        return keep(registry, Credentials.of(username, password));
    }

    /** Keeps an identity token that was got for a name's password, in place of what was there; the password is not kept. */
    public Kept keepIdentityToken(Origin registry, String username, String token) {
        return keep(registry, new Credentials(Credentials.Kind.IDENTITY_TOKEN, username, token));
    }

    private Kept keep(Origin registry, Credentials credentials) {
        CredentialFile file = file();
        String helper = file.keeper(registry);
        String key = file.keys(registry).stream().findFirst().orElse(CredentialKey.written(registry));
        if (helper.isEmpty()) {
            CredentialFileWriter.put(file, key, credentials);
            return new Kept(file.path().toString(), null);
        }
        sources.helper(helper, file).store(key, credentials);
        CredentialFileWriter.put(file, key, null);
        return new Kept(file.path().toString(), "docker-credential-" + helper);
    }

    /** Forgets a registry's credentials; returns where they were, which is nowhere where there were none. */
    public List<Kept> forget(Origin registry) {
        CredentialFile file = file();
        List<Kept> forgotten = new ArrayList<>();
        List<String> keys = file.keys(registry);
        String helper = file.keeper(registry);
        if (!helper.isEmpty()) {
            String key = keys.stream().findFirst().orElse(CredentialKey.written(registry));
            HelperProgram program = sources.helper(helper, file);
            if (program.get(key).isPresent()) {
                program.erase(key);
                forgotten.add(new Kept(file.path().toString(), "docker-credential-" + helper));
            }
        }
        if (!keys.isEmpty()) {
            CredentialFileWriter.remove(file, keys);
            if (forgotten.isEmpty()) {
                forgotten.add(new Kept(file.path().toString(), null));
            }
        }
        return forgotten;
    }

    private CredentialFile file() {
        return sources.first().orElseThrow(() -> RegistryException.of(
                        FailureKind.BAD_REQUEST, "there is no file that a login could be kept in")
                .withHint("set HOME, DOCKER_CONFIG or REGISTRY_AUTH_FILE, or credentials.files"));
    }
}
