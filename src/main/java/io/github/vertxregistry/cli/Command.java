package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.RegistryException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command in two steps: it is understood, before anything is started or asked, and then done. What cannot be understood
 * ends with {@link #NOT_UNDERSTOOD}, what cannot be done with {@link #FAILED}, either with the reason in words.
 */
abstract class Command implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;

    private static final Pattern FIELD = Pattern.compile("(?:field|key) '([A-Za-z]+)'( .*)", Pattern.DOTALL);
    private static final Pattern COMPOUND = Pattern.compile("\\b[a-z]+(?:[A-Z][a-z]+)+\\b");

    private final Invocation invocation;

    @Spec
    private CommandSpec spec;

    Command(Invocation invocation) {
        this.invocation = invocation;
    }

    /** What a command does once it is understood; returns the exit code. */
    @FunctionalInterface
    interface Action {
        int run(Output output, Interruption interruption);
    }

    /** Reads options and arguments; throws where they cannot be understood. */
    abstract Action understand(Settings settings);

    Invocation invocation() {
        return invocation;
    }

    @Override
    public final Integer call() {
        Output output = invocation.output();
        Action action;
        try {
            Settings settings = Settings.of(invocation.options(), invocation.env());
            Logging.configure(settings.debug());
            action = understand(settings);
        } catch (RegistryException e) {
            RegistryException named = asTyped(e);
            output.failure(
                    e.hint().isPresent()
                            ? named
                            : named.withHint(spec.qualifiedName() + " --help tells what it takes"));
            return NOT_UNDERSTOOD;
        }
        try (Interruption interruption = Interruption.watch()) {
            return run(action, output, interruption);
        }
    }

    /** Fields and keys that options have given are named as the options are. */
    private RegistryException asTyped(RegistryException failure) {
        Matcher field = FIELD.matcher(failure.getMessage());
        if (!field.matches()) {
            return failure;
        }
        String first = asTyped(field.group(1));
        String rest = COMPOUND.matcher(field.group(2)).replaceAll(word -> asTyped(word.group()));
        return first.equals(field.group(1))
                ? failure
                : RegistryException.of(failure.kind(), first + rest)
                        .withHint(failure.hint().orElse(null));
    }

    /** {@code chunkSize} is given by {@code --chunk-size}. */
    private String asTyped(String name) {
        String option = "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return spec.findOption(option) == null ? name : option;
    }

    /** The reason is told before the process may end, which waits for the interruption to be closed. */
    private static int run(Action action, Output output, Interruption interruption) {
        try {
            return action.run(output, interruption);
        } catch (RegistryException e) {
            output.failure(e);
            return FAILED;
        }
    }
}
