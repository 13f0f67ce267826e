package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Setting;
import dev.downbeat.worker.settings.Settings;
import dev.downbeat.worker.settings.SettingsPage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        description = "Show the effective settings, each with where it comes from.")
final class SettingsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Option(names = "--markdown", hidden = true, description = "print docs/settings.md")
    private boolean markdown;

    @Override
    public Integer call() {
        if (markdown) {
            common.console().raw(SettingsPage.text());
            return ExitCode.GOOD.code();
        }
        Settings settings = common.settings();
        if (json) {
            common.console()
                    .json(KnownSettings.ALL.stream()
                            .map(setting -> document(settings, setting))
                            .toList());
            return ExitCode.GOOD.code();
        }
        TextTable table = TextTable.of("SETTING", "VALUE", "FROM", "MEANING");
        for (Setting<?> setting : KnownSettings.ALL) {
            table.row(setting.key(), shown(settings, setting), settings.source(setting), setting.meaning());
        }
        common.console().table(table);
        return ExitCode.GOOD.code();
    }

    private static Map<String, Object> document(Settings settings, Setting<?> setting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", setting.key());
        document.put("value", shown(settings, setting));
        document.put("source", settings.source(setting));
        document.put("default", setting.standard());
        document.put("variable", setting.variable());
        document.put("expected", setting.type().expected());
        document.put("meaning", setting.meaning());
        return document;
    }

    private static String shown(Settings settings, Setting<?> setting) {
        String text = settings.text(setting);
        return setting.equals(KnownSettings.DATABASE) ? PasswordMask.mask(text) : text;
    }
}
