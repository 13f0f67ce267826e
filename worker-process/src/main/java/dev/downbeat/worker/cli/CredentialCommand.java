package dev.downbeat.worker.cli;

import dev.downbeat.playbook.credential.Credential;
import dev.downbeat.playbook.credential.CredentialStore;
import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.settings.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "credential",
        mixinStandardHelpOptions = true,
        description = "List the secrets that playbooks use by name; they are stored encrypted and never shown.",
        subcommands = {CredentialCommand.Put.class, CredentialCommand.Listing.class, CredentialCommand.Delete.class})
final class CredentialCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        return list(common, json);
    }

    private static int list(CommonOptions common, JsonOption json) {
        List<CredentialStore.Listed> all = with(common, CredentialStore::list);
        if (json.wanted()) {
            common.console().json(all);
        } else {
            TextTable table = TextTable.of("CREDENTIAL", "TYPE", "CHANGED");
            all.forEach(one -> table.row(
                    one.name(), one.type(), Moments.local(one.changedAt().toInstant())));
            common.console().table(table);
        }
        return ExitCode.GOOD.code();
    }

    private static <T> T with(CommonOptions common, Function<CredentialStore, T> work) {
        try (Session session = common.open(1)) {
            return work.apply(CredentialStore.on(session.dataSource(), Home.state(System.getenv())));
        }
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Store a credential, or replace one.")
    static final class Put implements Callable<Integer> {
        private static final List<String> TYPES = List.of("postgres", "bearer", "basic", "api_key");

        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "what playbooks call it: auth: NAME")
        private String name = "";

        @Option(
                names = "--type",
                required = true,
                paramLabel = "TYPE",
                description = "postgres, bearer, basic or api_key")
        private String type = "";

        @Option(names = "--dsn", paramLabel = "URL", description = "where the database is; the same as --field dsn=URL")
        private @Nullable String dsn;

        @Option(
                names = "--field",
                paramLabel = "KEY=VALUE",
                description = "one of its fields; KEY=@FILE reads the value from a file")
        private Map<String, String> fields = new LinkedHashMap<>();

        @Override
        public Integer call() {
            if (!TYPES.contains(type)) {
                throw CommandFailure.usage(
                        "--type: expected one of %s, got '%s'".formatted(String.join(", ", TYPES), type),
                        "See: downbeat credential set --help");
            }
            Map<String, String> values = new LinkedHashMap<>();
            fields.forEach((key, value) -> values.put(key, value.startsWith("@") ? read(value.substring(1)) : value));
            if (dsn != null) {
                values.put("dsn", dsn);
            }
            if (values.isEmpty()) {
                throw CommandFailure.usage(
                        "The credential has no field.", "Give --dsn URL for postgres, else --field KEY=VALUE.");
            }
            with(common, store -> {
                store.set(new Credential(name, type, values));
                return true;
            });
            common.console().line("credential " + name + " is set");
            return ExitCode.GOOD.code();
        }

        private static String read(String file) {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("The file cannot be read: " + file + ".", "")
                        .because(e);
            }
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the credentials, without their values.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        public Integer call() {
            return list(common, json);
        }
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Delete a credential.")
    static final class Delete implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "the credential")
        private String name = "";

        @Override
        public Integer call() {
            if (!with(common, store -> store.delete(name))) {
                throw CommandFailure.usage("There is no credential " + name + ".", "See: downbeat credential list");
            }
            common.console().line("credential " + name + " is deleted");
            return ExitCode.GOOD.code();
        }
    }
}
