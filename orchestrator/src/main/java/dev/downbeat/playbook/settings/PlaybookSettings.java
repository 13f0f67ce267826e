package dev.downbeat.playbook.settings;

/**
 * Everything an installation may set about running playbooks.
 *
 * @param inlineMaxBytes a result longer than this as JSON is stored by reference
 * @param coerceText whether text that a template makes becomes a number, boolean, list or mapping where it reads as one
 */
public record PlaybookSettings(
        int inlineMaxBytes,
        boolean coerceText,
        HttpSettings http,
        PythonSettings python,
        PostgresSettings postgres,
        ShellSettings shell) {

    /** What holds when nothing is set. */
    public static final PlaybookSettings DEFAULTS = new PlaybookSettings(
            65_536,
            false,
            HttpSettings.DEFAULTS,
            PythonSettings.DEFAULTS,
            PostgresSettings.DEFAULTS,
            ShellSettings.DEFAULTS);

    public PlaybookSettings {
        Bounds.atLeast("inline_max_bytes", inlineMaxBytes, 1_024);
    }

    /** Returns these settings with other ones for {@code http}. */
    public PlaybookSettings withHttp(HttpSettings other) {
        return new PlaybookSettings(inlineMaxBytes, coerceText, other, python, postgres, shell);
    }

    /** Returns these settings with other ones for {@code python}. */
    public PlaybookSettings withPython(PythonSettings other) {
        return new PlaybookSettings(inlineMaxBytes, coerceText, http, other, postgres, shell);
    }

    /** Returns these settings with other ones for {@code postgres}. */
    public PlaybookSettings withPostgres(PostgresSettings other) {
        return new PlaybookSettings(inlineMaxBytes, coerceText, http, python, other, shell);
    }

    /** Returns these settings with other ones for {@code shell}. */
    public PlaybookSettings withShell(ShellSettings other) {
        return new PlaybookSettings(inlineMaxBytes, coerceText, http, python, postgres, other);
    }
}
