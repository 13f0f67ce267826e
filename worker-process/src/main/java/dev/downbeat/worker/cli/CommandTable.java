package dev.downbeat.worker.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All commands by name; one is made only when it is called, so that a worker does not pay for the others. */
final class CommandTable {
    private final Map<String, Supplier<Callable<Integer>>> commands;

    private CommandTable(Map<String, Supplier<Callable<Integer>>> commands) {
        this.commands = commands;
    }

    /** Returns the table of all providers on the class path, this module's own first. */
    static CommandTable load() {
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>(new ClientCommands().commands());
        ServiceLoader.load(CommandProvider.class).forEach(provider -> commands.putAll(provider.commands()));
        return new CommandTable(commands);
    }

    /** Returns the command line that can parse these arguments: the command named first alone, else all of them. */
    CommandLine commandLine(String... args) {
        CommandLine root = new CommandLine(new RootCommand());
        Supplier<Callable<Integer>> named = args.length == 0 ? null : commands.get(args[0]);
        if (named == null) {
            commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
        } else {
            root.addSubcommand(args[0], named.get());
        }
        return root;
    }
}
