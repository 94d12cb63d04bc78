package io.github.vertxregistry.cli;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.model.Names;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

/** What stands before a command's name; without a name it is the demo. */
@CommandLine.Command(
        name = "vertx-registry",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description = "Works with container registries and with tars of images.",
        footer = {"", "COMMAND --help tells what a command takes. Exit code: 0 done, 1 failed, 2 not understood."})
final class RootCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // Read by the parser, which finds the options in it.
    private final CommonOptions options;

    private final DemoCommand demo;

    /** The version that the jar says it is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"vertx-registry " + (version == null ? "dev" : version)};
        }
    }

    private RootCommand(Invocation invocation) {
        this.options = invocation.options();
        this.demo = new DemoCommand(invocation);
    }

    /** Returns the whole command line. */
    static CommandLine commandLine(Invocation invocation) {
        CommandLine root = new CommandLine(new RootCommand(invocation))
                .addSubcommand(new DemoCommand(invocation))
                .addSubcommand(new PingCommand(invocation))
                .addSubcommand(new ReposCommand(invocation))
                .addSubcommand(new TagsCommand(invocation))
                .addSubcommand(new ManifestCommand(invocation))
                .addSubcommand(new InfoCommand(invocation))
                .addSubcommand(new PushCommand(invocation))
                .addSubcommand(new DeleteCommand(invocation))
                .addSubcommand(TarCommand.with(invocation))
                .addSubcommand(new ServeCommand(invocation))
                .addSubcommand(new NodeCommand(invocation));
        helpEverywhere(root);
        return root.registerConverter(UploadMode.class, text -> oneOf(UploadMode.values(), text))
                .registerConverter(ManifestFormat.class, text -> oneOf(ManifestFormat.values(), text));
    }

    /** Reads a choice as it stands in the help and in messages, in small letters; capitals are understood. */
    private static <E extends Enum<E>> E oneOf(E[] choices, String text) {
        return Arrays.stream(choices)
                .filter(choice -> choice.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + Names.shown(text) + "' is none of "
                        + Arrays.stream(choices).map(String::valueOf).collect(Collectors.joining(", "))));
    }

    private static void helpEverywhere(CommandLine command) {
        command.getSubcommands().values().forEach(sub -> {
            sub.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
            helpEverywhere(sub);
        });
    }

    @Override
    public Integer call() {
        return demo.call();
    }
}
