package dev.downbeat.worker.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The effective settings of one process, each with where it comes from. Immutable. */
public final class Settings {
    private static final String DEFAULT = "default";

    private final Map<String, Chosen> chosen;

    private Settings(Map<String, Chosen> chosen) {
        this.chosen = chosen;
    }

    /** Returns the settings of this environment and this file alone. */
    public static Settings of(Map<String, String> environment, SettingsFile file) {
        return of(Map.of(), environment, file);
    }

    /**
     * Chooses every setting's text: the flag's, else the environment's, else the file's, else the default.
     *
     * @param flags texts by key
     * @throws SettingsException with every fault at once
     */
    public static Settings of(Map<String, String> flags, Map<String, String> environment, SettingsFile file) {
        List<String> faults = new ArrayList<>(file.faults());
        for (String key : flags.keySet()) {
            if (KnownSettings.byKey(key).isEmpty()) {
                faults.add(key + ": unknown setting" + Suggestion.among(KnownSettings.keys(), key));
            }
        }
        Map<String, Chosen> chosen = new LinkedHashMap<>();
        for (Setting<?> setting : KnownSettings.ALL) {
            Chosen choice = choose(setting, flags, environment, file);
            fault(setting, choice, faults);
            chosen.put(setting.key(), choice);
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        return new Settings(chosen);
    }

    /** Returns the setting's value. */
    public <T> T get(Setting<T> setting) {
        return setting.type().reader().read(text(setting));
    }

    /** Returns the setting's text; empty where it has no default and was not set. */
    public String text(Setting<?> setting) {
        return choice(setting).text();
    }

    /** Returns where the setting comes from: a flag, a variable, a file, or the default. */
    public String source(Setting<?> setting) {
        return choice(setting).source();
    }

    /** Returns whether somebody set it. */
    public boolean isSet(Setting<?> setting) {
        return !source(setting).equals(DEFAULT);
    }

    /** Returns these settings with one more flag, which decides. */
    public Settings with(Setting<?> setting, String text) {
        Map<String, Chosen> all = new LinkedHashMap<>(chosen);
        all.put(setting.key(), new Chosen(text, "flag"));
        return new Settings(all);
    }

    private Chosen choice(Setting<?> setting) {
        Chosen choice = chosen.get(setting.key());
        if (choice == null) {
            throw new IllegalArgumentException("unknown setting: " + setting.key());
        }
        return choice;
    }

    private static Chosen choose(
            Setting<?> setting, Map<String, String> flags, Map<String, String> environment, SettingsFile file) {
        String flag = flags.get(setting.key());
        if (flag != null) {
            return new Chosen(flag, "flag");
        }
        Chosen variable = fromEnvironment(setting, environment);
        if (variable != null) {
            return variable;
        }
        String line = file.values().get(setting.key());
        return line == null ? new Chosen(setting.standard(), DEFAULT) : new Chosen(line, file.name());
    }

    private static @Nullable Chosen fromEnvironment(Setting<?> setting, Map<String, String> environment) {
        List<String> variables = setting.equals(KnownSettings.DATABASE)
                ? List.of(setting.variable(), "DATABASE_URL")
                : List.of(setting.variable());
        for (String variable : variables) {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                return new Chosen(value.strip(), variable);
            }
        }
        return null;
    }

    private static void fault(Setting<?> setting, Chosen choice, List<String> faults) {
        if (choice.text().isEmpty()) {
            return;
        }
        try {
            setting.type().reader().read(choice.text());
        } catch (IllegalArgumentException e) {
            faults.add("%s: expected %s, got '%s' (from %s)"
                    .formatted(setting.key(), setting.type().expected(), choice.text(), choice.source()));
        }
    }

    private record Chosen(String text, String source) {}
}
