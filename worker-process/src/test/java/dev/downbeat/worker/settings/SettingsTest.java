package dev.downbeat.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void takesDefaultsWhereNobodySaysOtherwise() {
        Settings settings = Settings.of(Map.of(), SettingsFile.none());

        assertThat(settings.get(KnownSettings.WORKER_CONCURRENCY)).isEqualTo(100);
        assertThat(settings.get(KnownSettings.WORKER_LEASE)).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.source(KnownSettings.WORKER_LEASE)).isEqualTo("default");
        assertThat(settings.get(KnownSettings.WORKER_QUEUES)).isEmpty();
        assertThat(settings.isSet(KnownSettings.WORKER_LEASE)).isFalse();
    }

    @Test
    void everyDefaultKeepsToItsOwnBounds() {
        assertThat(KnownSettings.ALL).allSatisfy(setting -> {
            if (!setting.standard().isEmpty()) {
                assertThat(setting.type().reader().read(setting.standard())).isNotNull();
            }
        });
    }

    @Test
    void prefersTheFlagThenTheEnvironmentThenTheFile() throws IOException {
        SettingsFile file = file("worker: {lease: 40s, grace: 4s, concurrency: 4}");
        Map<String, String> environment = Map.of("DOWNBEAT_WORKER_LEASE", "30s", "DOWNBEAT_WORKER_GRACE", "3s");

        Settings settings = Settings.of(Map.of("worker.lease", "20s"), environment, file);

        assertThat(settings.get(KnownSettings.WORKER_LEASE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.source(KnownSettings.WORKER_LEASE)).isEqualTo("flag");
        assertThat(settings.get(KnownSettings.WORKER_GRACE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.source(KnownSettings.WORKER_GRACE)).isEqualTo("DOWNBEAT_WORKER_GRACE");
        assertThat(settings.get(KnownSettings.WORKER_CONCURRENCY)).isEqualTo(4);
        assertThat(settings.source(KnownSettings.WORKER_CONCURRENCY)).endsWith("downbeat.yaml");
    }

    @Test
    void readsTheUsualVariableForTheDatabase() {
        Settings settings = Settings.of(Map.of("DATABASE_URL", "postgres://db/x"), SettingsFile.none());

        assertThat(settings.get(KnownSettings.DATABASE)).isEqualTo("postgres://db/x");
        assertThat(settings.source(KnownSettings.DATABASE)).isEqualTo("DATABASE_URL");
    }

    @Test
    void readsListsAndMapsOfTheFile() throws IOException {
        SettingsFile file = file("""
                worker.queues: [mail, reports]
                http:
                  host_overrides:
                    https://api.example.test: http://127.0.0.1:8000
                """);

        Settings settings = Settings.of(Map.of(), file);

        assertThat(settings.get(KnownSettings.WORKER_QUEUES)).containsExactly("mail", "reports");
        assertThat(settings.get(KnownSettings.HTTP_HOST_OVERRIDES))
                .isEqualTo(Map.of("https://api.example.test", "http://127.0.0.1:8000"));
    }

    @Test
    void tellsEveryFaultAtOnce() throws IOException {
        SettingsFile file = file("worker: {leese: 40s, grace: soon}");
        Map<String, String> environment = Map.of("DOWNBEAT_WORKER_CONCURRENCY", "none");

        assertThatThrownBy(() -> Settings.of(Map.of("log.levle", "info"), environment, file))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.faults())
                                .hasSize(4)
                                .anySatisfy(fault -> assertThat(fault).contains("did you mean worker.lease?"))
                                .anySatisfy(fault -> assertThat(fault).contains("did you mean log.level?"))
                                .anySatisfy(
                                        fault -> assertThat(fault).contains("worker.grace: expected a time", "'soon'"))
                                .anySatisfy(fault ->
                                        assertThat(fault).contains("got 'none'", "from DOWNBEAT_WORKER_CONCURRENCY")));
    }

    @Test
    void refusesAFileThatIsNoYaml() throws IOException {
        SettingsFile file = file("worker: [");

        assertThatThrownBy(() -> Settings.of(Map.of(), file))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.faults())
                                .singleElement()
                                .satisfies(fault ->
                                        assertThat(List.of(fault.split("\n"))).hasSize(1)));
    }

    @Test
    void documentsEverySetting() throws IOException {
        assertThat(Path.of("../docs/settings.md"))
                .as("write it again: ./downbeat settings --markdown > docs/settings.md")
                .hasContent(SettingsPage.text());
    }

    private SettingsFile file(String text) throws IOException {
        Path file = folder.resolve("downbeat.yaml");
        Files.writeString(file, text);
        return SettingsFile.read(file);
    }
}
