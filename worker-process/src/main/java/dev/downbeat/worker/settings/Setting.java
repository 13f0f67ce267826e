package dev.downbeat.worker.settings;

import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param key its name in {@code downbeat.yaml}; dots part the levels
 * @param type how its text is read
 * @param standard the default, as text; empty where there is none
 * @param meaning one phrase for people
 */
public record Setting<T>(String key, SettingType<T> type, String standard, String meaning) {
    /** Returns the environment variable that sets it. */
    public String variable() {
        return "DOWNBEAT_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
