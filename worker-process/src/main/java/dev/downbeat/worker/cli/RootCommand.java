package dev.downbeat.worker.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "downbeat",
        mixinStandardHelpOptions = true,
        version = "downbeat 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "Durable tasks and playbooks on nothing but Postgres.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Start here:  downbeat run examples/hello.yaml",
            "Each command explains itself:  downbeat COMMAND --help"
        })
final class RootCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.err);
        return ExitCode.USAGE.code();
    }
}
