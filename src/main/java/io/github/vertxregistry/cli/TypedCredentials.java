package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A name and its password as they were given to one command. {@link #toString} does not show the password.
 *
 * @param username the name
 * @param password the password
 */
record TypedCredentials(String username, String password) {
    private static final int MAX_BYTES = 64 << 10;

    /** Returns what the options give, reading the password from standard input; empty where they give nothing. */
    static Optional<TypedCredentials> of(CommonOptions options, InputStream in) {
        if (options.username == null && !options.passwordStdin) {
            return Optional.empty();
        }
        if (options.username == null || !options.passwordStdin) {
            throw bad("--username and --password-stdin go together");
        }
        return Optional.of(new TypedCredentials(name(options.username), read(in)));
    }

    /** Returns what the options give, or asks at the terminal for what they do not. */
    static TypedCredentials asking(CommonOptions options, InputStream in, Console console) {
        if (options.passwordStdin || console == null) {
            return of(options, in).orElseThrow(() -> bad("give --username, and the password with --password-stdin"));
        }
        String username = options.username == null ? console.readLine("Username: ") : options.username;
        char[] password = username == null ? null : console.readPassword("Password: ");
        if (password == null || password.length == 0) {
            throw bad("no password was given");
        }
        return new TypedCredentials(name(username), new String(password));
    }

    private static String name(String username) {
        if (username.isEmpty() || username.indexOf(':') >= 0 || username.chars().anyMatch(Character::isISOControl)) {
            throw bad("--username takes a name without a colon");
        }
        return username;
    }

    private static String read(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            String password = new String(bytes, StandardCharsets.UTF_8).replaceAll("[\r\n]+$", "");
            if (password.isEmpty() || bytes.length > MAX_BYTES) {
                throw bad("standard input holds no password");
            }
            return password;
        } catch (IOException e) {
            throw bad("standard input cannot be read").withCause(e);
        }
    }

    private static RegistryException bad(String message) {
        return RegistryException.of(FailureKind.BAD_REQUEST, message)
                .withHint("for example: login registry.example.org --username ci --password-stdin < password.txt");
    }

    @Override
    public String toString() {
        return "TypedCredentials[" + username + "]";
    }
}
