package io.github.vertxregistry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A program {@code docker-credential-NAME}, a shell script, that keeps credentials in files beside it. */
public final class FakeCredentialHelper {
    private final Path store;

    private FakeCredentialHelper(Path store) {
        this.store = store;
    }

    /** Makes a helper that keeps what it is given. */
    public static FakeCredentialHelper keeping(Path folder, String name) throws IOException {
        Path store = Files.createDirectories(folder.resolve("store-" + name));
        script(folder, name, """
                store='%s'
                input=$(cat)
                case "$1" in
                get)
                    file="$store/$(printf %%s "$input" | base64 -w0 | tr '/+' '_-')"
                    [ -f "$file" ] || { echo 'credentials not found in native keychain'; exit 1; }
                    cat "$file";;
                store)
                    server=$(printf %%s "$input" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/')
                    printf %%s "$input" > "$store/$(printf %%s "$server" | base64 -w0 | tr '/+' '_-')";;
                erase)
                    rm -f "$store/$(printf %%s "$input" | base64 -w0 | tr '/+' '_-')";;
                esac
                """.formatted(store));
        return new FakeCredentialHelper(store);
    }

    /** Makes a helper of these lines of shell. */
    public static void script(Path folder, String name, String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("docker-credential-" + name), "#!/bin/sh\n" + lines + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /** Returns whether the helper of that name waits for ever. */
    public static boolean isHanging(Path folder, String name) throws IOException {
        Path file = folder.resolve("docker-credential-" + name);
        return Files.exists(file) && Files.readString(file).contains("tail -f /dev/null");
    }

    /** Puts credentials into it. */
    public void put(String server, String username, String secret) throws IOException {
        String entry =
                "{\"ServerURL\":\"" + server + "\",\"Username\":\"" + username + "\",\"Secret\":\"" + secret + "\"}";
        Files.writeString(file(server), entry);
    }

    /** Returns what it keeps for a server, as it was given, or null. */
    public String get(String server) throws IOException {
        return Files.exists(file(server)) ? Files.readString(file(server)) : null;
    }

    private Path file(String server) {
        return store.resolve(Base64.getEncoder()
                .encodeToString(server.getBytes(StandardCharsets.UTF_8))
                .replace('/', '_')
                .replace('+', '-'));
    }
}
