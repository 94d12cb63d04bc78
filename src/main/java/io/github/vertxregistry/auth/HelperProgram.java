package io.github.vertxregistry.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxregistry.error.FailureKind;
import io.github.vertxregistry.error.RegistryException;
import io.github.vertxregistry.model.JsonBinding;
import io.github.vertxregistry.model.JsonText;
import io.github.vertxregistry.model.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program {@code docker-credential-NAME} that keeps credentials, run with a time and a length that it may not exceed
 * (docker-credential-helpers, "Credential helper protocols"). Blocks.
 */
final class HelperProgram {
    private static final int MAX_OUTPUT = 64 << 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String NOT_FOUND = "credentials not found";

    private final String program;
    private final Path executable;
    private final Duration timeout;

    private HelperProgram(String program, Path executable, Duration timeout) {
        this.program = program;
        this.executable = executable;
        this.timeout = timeout;
    }

    /** What a program wrote and ended with. */
    private record Ended(int code, String output) {}

    /**
     * Finds the program.
     *
     * @param name what follows {@code docker-credential-}
     * @param namedBy the file that names it, for failures
     * @param folders where it may lie
     */
    static HelperProgram of(String name, Path namedBy, List<Path> folders, Duration timeout) {
        if (!NAME.matcher(name).matches()) {
            throw Unusable.because(
                    namedBy + " names the credential helper '" + Names.shown(name) + "', which is no program's name",
                    "a helper is named by what follows docker-credential-, without a path");
        }
        String program = "docker-credential-" + name;
        Path executable = folders.stream()
                .filter(Path::isAbsolute)
                .flatMap(folder -> Stream.of(folder.resolve(program), folder.resolve(program + ".exe")))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> Unusable.because(
                        namedBy + " names the credential helper " + program + ", which is not on the PATH",
                        "install it, or take it out of credsStore and credHelpers of that file and log in again"));
        return new HelperProgram(program, executable, timeout);
    }

    /** Returns the credentials for a server, or empty where the helper has none. */
    Optional<Credentials> get(String server) {
        Ended ended = run("get", server);
        if (ended.code != 0 && ended.output.contains(NOT_FOUND)) {
            return Optional.empty();
        }
        require(ended, "get");
        JsonNode answer = parse(ended);
        String secret = answer.path("Secret").asText("");
        return secret.isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.of(answer.path("Username").asText(""), secret));
    }

    /** Hands credentials over to the helper. */
    void store(String server, Credentials credentials) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("ServerURL", server);
        boolean isToken = credentials.is(Credentials.Kind.IDENTITY_TOKEN);
        entry.put("Username", isToken ? Credentials.TOKEN_USER : credentials.username());
        entry.put("Secret", credentials.secret());
        Ended ended = run("store", new String(JsonBinding.toBytes(entry), StandardCharsets.UTF_8));
        // Its output is not shown: what it was given could be quoted there.
        require(new Ended(ended.code, ""), "store");
    }

    /** Makes the helper forget; what it does not have is no failure. */
    void erase(String server) {
        Ended ended = run("erase", server);
        if (!ended.output.contains(NOT_FOUND)) {
            require(ended, "erase");
        }
    }

    private void require(Ended ended, String verb) {
        if (ended.code != 0) {
            String words = Names.shown(ended.output.strip());
            throw failed(verb, "ended with " + ended.code + (words.isEmpty() ? "" : ": " + words));
        }
    }

    private JsonNode parse(Ended ended) {
        try {
            return JsonText.readObject(
                    ended.output.getBytes(StandardCharsets.UTF_8), FailureKind.UNAUTHORIZED, program);
        } catch (RegistryException e) {
            throw failed("get", "answered something else than a JSON object");
        }
    }

    private Ended run(String verb, String input) {
        Process process;
        try {
            process = new ProcessBuilder(executable.toString(), verb)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw failed(verb, "cannot be run");
        }
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> watch = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    kill(process);
                },
                CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try {
            Ended ended = talk(process, input, verb);
            if (late.get()) {
                throw failed(verb, "did not end within " + timeout.toMillis() + " ms");
            }
            return ended;
        } finally {
            watch.cancel(false);
            kill(process);
        }
    }

    private Ended talk(Process process, String input, String verb) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It did not read to the end: what it answers tells why.
        }
        try {
            byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT + 1);
            if (output.length > MAX_OUTPUT) {
                throw failed(verb, "wrote more than " + MAX_OUTPUT + " bytes");
            }
            return new Ended(process.waitFor(), new String(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(verb, "broke off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(verb, "was interrupted");
        }
    }

    /** With its children, which would keep its output open. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private RegistryException failed(String verb, String why) {
        return Unusable.because(
                "the credential helper " + program + " " + why,
                "try it by hand: echo SERVER | " + program + " " + verb);
    }
}
