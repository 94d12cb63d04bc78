package io.github.vertxregistry.cli;

import java.util.List;

/**
 * A command that asks the toolkit one thing and shows its reply: the verticles are deployed for it, and undeployed when the
 * answer is there.
 *
 * @param <R> the reply
 */
abstract class ToolkitCommand<R> extends Command {
    ToolkitCommand(Invocation invocation) {
        super(invocation);
    }

    /** What is asked of the toolkit; returns the reply. */
    @FunctionalInterface
    interface Question<R> {
        R ask(Session session);
    }

    /** Reads options and arguments into what is asked; throws where they cannot be understood. */
    abstract Question<R> question(Settings settings);

    /**
     * Returns the registry that the command names, as messages do, or null for the default one: the one that credentials of
     * the command line belong to, and that may be plain HTTP if it was named so.
     */
    String named(Settings settings) {
        return null;
    }

    /** Returns the reply in lines. */
    abstract List<String> text(R reply);

    /** Shows the reply: a JSON document, or its lines. */
    void show(R reply, Output output) {
        if (output.isJson()) {
            output.document(reply);
        } else {
            output.lines(text(reply));
        }
    }

    /** Returns what the command ends with when it has this reply. */
    int exitCode(R reply) {
        return DONE;
    }

    @Override
    final Action understand(Settings settings) {
        Settings oneShot = settings.withoutDrain();
        Question<R> question = question(oneShot);
        Settings there = there(oneShot);
        return (output, interruption) -> {
            try (Session session = open(interruption, there)) {
                R reply = question.ask(session);
                show(reply, output);
                return exitCode(reply);
            }
        };
    }

    /** Opens where it is asked: in a toolkit of the command's own. */
    Session open(Interruption interruption, Settings settings) {
        return Session.open(interruption, settings);
    }

    private Settings there(Settings settings) {
        String named = named(settings);
        Settings there = named == null ? settings : settings.withDefault(named);
        return TypedCredentials.of(invocation().options(), invocation().in())
                .map(there::withCredentials)
                .orElse(there);
    }
}
