package dev.downbeat.worker.settings;

/** The page {@code docs/settings.md}, written from the table of settings. */
public final class SettingsPage {
    private static final String HEAD = """
            # Settings

            A flag comes before the environment, the environment before `downbeat.yaml`, that before the default.
            `downbeat settings` shows the effective ones, each with where it comes from. A setting without a flag of its own
            is given as `--setting KEY=VALUE`. Times are written `250ms`, `1.5s`, `2m`, `1h`, `7d`; a bare number counts seconds.
            `DATABASE_URL` is read as well as `DOWNBEAT_DATABASE`.

            `downbeat.yaml` is looked for in the current folder, then beside the launcher; `--config` or `DOWNBEAT_CONFIG` names
            another. Its keys may be nested (`worker: {lease: 30s}`) or dotted (`worker.lease: 30s`).

            | key | expected | default | environment | meaning |
            |---|---|---|---|---|
            """;

    private static final String FOOT = """

            Beside them, these variables are obeyed: `DOWNBEAT_HOME` (where the embedded server keeps its files; `.downbeat`
            beside the launcher by default), `DOWNBEAT_CLASSPATH` (jars with tasks and tools of your own), `DOWNBEAT_JAVA_OPTIONS`
            (further options of the command's JVM), `DOWNBEAT_CREDENTIAL_KEY` (seals credentials, 32 bytes in Base64; else a file
            in `DOWNBEAT_HOME`), `JAVA_HOME` (where to look for a JDK first), `XDG_CACHE_HOME` (where the embedded server's
            programs are unpacked), `NO_COLOR`, `CLICOLOR_FORCE`.

            This page is written by `./downbeat settings --markdown`; a test compares it with the program.
            """;

    private SettingsPage() {}

    /** Returns the page's text. */
    public static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Setting<?> setting : KnownSettings.ALL) {
            page.append("| `%s` | %s | %s | `%s` | %s |\n"
                    .formatted(
                            setting.key(),
                            setting.type().expected(),
                            setting.standard().isEmpty() ? "none" : "`" + setting.standard() + "`",
                            setting.variable(),
                            setting.meaning()));
        }
        return page.append(FOOT).toString();
    }
}
