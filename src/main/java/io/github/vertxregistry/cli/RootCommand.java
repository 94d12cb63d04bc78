package io.github.vertxregistry.cli;

import io.github.vertxregistry.config.UploadMode;
import io.github.vertxregistry.message.ForeignLayers;
import io.github.vertxregistry.message.LayerForm;
import io.github.vertxregistry.message.ManifestFormat;
import io.github.vertxregistry.message.PullFormat;
import io.github.vertxregistry.model.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
    private static final Map<String, Function<Invocation, Object>> COMMANDS = commands();

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

    /**
     * Returns the command line that understands these arguments. Where they begin with a command's name it has that one only,
     * so that a short command need not wait until the options of all are looked through.
     */
    static CommandLine commandLine(Invocation invocation, String... args) {
        Function<Invocation, Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        CommandLine root = new CommandLine(new RootCommand(invocation));
        if (named == null) {
            COMMANDS.values().forEach(command -> root.addSubcommand(command.apply(invocation)));
        } else {
            root.addSubcommand(named.apply(invocation));
        }
        helpEverywhere(root);
        return root.registerConverter(UploadMode.class, text -> oneOf(UploadMode.values(), text))
                .registerConverter(ManifestFormat.class, text -> oneOf(ManifestFormat.values(), text))
                .registerConverter(PullFormat.class, text -> oneOf(PullFormat.values(), text))
                .registerConverter(LayerForm.class, text -> oneOf(LayerForm.values(), text))
                .registerConverter(ForeignLayers.class, text -> oneOf(ForeignLayers.values(), text));
    }

    /** Reads a choice as it stands in the help and in messages, in small letters; capitals are understood. */
    private static <E extends Enum<E>> E oneOf(E[] choices, String text) {
        return Arrays.stream(choices)
                .filter(choice -> choice.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + Names.shown(text) + "' is none of "
                        + Arrays.stream(choices).map(String::valueOf).collect(Collectors.joining(", "))));
    }

    private static Map<String, Function<Invocation, Object>> commands() {
        Map<String, Function<Invocation, Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("ping", PingCommand::new);
        commands.put("repos", ReposCommand::new);
        commands.put("tags", TagsCommand::new);
        commands.put("manifest", ManifestCommand::new);
        commands.put("info", InfoCommand::new);
        commands.put("referrers", ReferrersCommand::new);
        commands.put("push", PushCommand::new);
        commands.put("copy", CopyCommand::new);
        commands.put("sync", SyncCommand::new);
        commands.put("jobs", JobsCommand::with);
        commands.put("export", ExportCommand::new);
        commands.put("pull", PullCommand::new);
        commands.put("ls", LsCommand::new);
        commands.put("cat", CatCommand::new);
        commands.put("artifact", ArtifactCommand::with);
        commands.put("diff", DiffCommand::new);
        commands.put("tag", TagCommand::new);
        commands.put("index", IndexCommand::with);
        commands.put("edit", EditCommand::new);
        commands.put("append", AppendCommand::new);
        commands.put("rebase", RebaseCommand::new);
        commands.put("delete", DeleteCommand::new);
        commands.put("login", LoginCommand::new);
        commands.put("logout", LogoutCommand::new);
        commands.put("tar", TarCommand::with);
        commands.put("serve", ServeCommand::new);
        commands.put("node", NodeCommand::new);
        commands.put("nodes", NodesCommand::new);
        return commands;
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
