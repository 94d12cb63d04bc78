package io.github.vertxregistry.cli;

import io.github.vertxregistry.error.RegistryException;
import java.util.concurrent.Callable;
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
            output.failure(e.hint().isPresent() ? e : e.withHint(spec.qualifiedName() + " --help tells what it takes"));
            return NOT_UNDERSTOOD;
        }
        try (Interruption interruption = Interruption.watch()) {
            return run(action, output, interruption);
        }
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
