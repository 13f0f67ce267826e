package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.catalog.CatalogEntry;
import dev.downbeat.playbook.catalog.Registered;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.process.SettingsOfWorker;
import dev.downbeat.worker.run.PlaybookFiles;
import dev.downbeat.worker.run.RefusedPlaybookException;
import dev.downbeat.worker.run.Registration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "catalog",
        mixinStandardHelpOptions = true,
        description = "Register, list and show playbooks.",
        subcommands = {CatalogCommand.Register.class, CatalogCommand.ListAll.class, CatalogCommand.Show.class})
final class CatalogCommand extends CommandGroup {
    /** What the subcommands have in common: the catalog. */
    abstract static class OnCatalog implements Callable<Integer> {
        @Mixin
        CommonOptions common = new CommonOptions();

        @Mixin
        JsonOption json = new JsonOption();

        @Override
        public final Integer call() {
            try (Session session = common.open(2)) {
                return act(Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(session.settings())))
                        .code();
            }
        }

        abstract ExitCode act(Playbooks playbooks);
    }

    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = "Register a playbook, or every playbook under a folder; changed content makes a new version.")
    static final class Register extends OnCatalog {
        @Parameters(paramLabel = "FILE|DIR", description = "what to register")
        private Path target = Path.of("");

        @Option(names = "--strict", description = "refuse playbooks with unknown keys")
        private boolean strict;

        @Override
        ExitCode act(Playbooks playbooks) {
            List<Registered> registered = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            Registration registration = new Registration(playbooks, common.console(), strict);
            for (Path file : files()) {
                try {
                    registered.add(registration.register(file));
                } catch (RefusedPlaybookException e) {
                    refused.add(e.getMessage());
                }
            }
            print(registered, refused);
            return refused.isEmpty() ? ExitCode.GOOD : ExitCode.USAGE;
        }

        private List<Path> files() {
            if (Files.isDirectory(target)) {
                return PlaybookFiles.under(target);
            }
            if (Files.isRegularFile(target)) {
                return List.of(target);
            }
            throw CommandFailure.usage("No such file: " + target + ".", "Expected a playbook's file or a folder.");
        }

        private void print(List<Registered> registered, List<String> refused) {
            Console console = common.console();
            if (json.wanted()) {
                console.json(Map.of("registered", registered, "refused", refused));
            } else {
                registered.forEach(one -> console.line(one.path() + " version " + one.version()
                        + console.styled(Style.FAINT, one.changed() ? " new" : " unchanged")));
            }
            refused.forEach(fault -> console.notice(console.styled(Style.BAD, "downbeat: ") + fault));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the newest version of every playbook.")
    static final class ListAll extends OnCatalog {
        @Override
        ExitCode act(Playbooks playbooks) {
            List<CatalogEntry> entries = playbooks.catalog();
            if (json.wanted()) {
                common.console().json(entries);
            } else {
                TextTable table = TextTable.of("PATH", ">VERSION", "REGISTERED", "DESCRIPTION");
                entries.forEach(entry -> table.row(
                        entry.path(), entry.version(), Moments.local(entry.registeredAt()), entry.description()));
                common.console().table(table);
            }
            return ExitCode.GOOD;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print a playbook as it was registered.")
    static final class Show extends OnCatalog {
        @Parameters(paramLabel = "PATH", description = "the playbook's path in the catalog")
        private String path = "";

        @Override
        ExitCode act(Playbooks playbooks) {
            CatalogEntry entry = Lookup.playbook(playbooks, path);
            if (json.wanted()) {
                common.console().json(entry);
            } else {
                common.console().line(entry.source().stripTrailing());
            }
            return ExitCode.GOOD;
        }
    }
}
