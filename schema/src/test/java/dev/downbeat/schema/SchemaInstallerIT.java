package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import dev.downbeat.schema.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SchemaInstallerIT {
    private static final int PROCESSES = 8;

    @Test
    void installsAnEmptyDatabaseOnceHoweverManyStartAtOnce() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                var threads = Executors.newFixedThreadPool(PROCESSES)) {
            var together = new CyclicBarrier(PROCESSES);
            List<Future<Boolean>> installs = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                installs.add(threads.submit(() -> {
                    try (var pool = Pool.open(database.url(), 2)) {
                        together.await();
                        return SchemaInstaller.install(pool);
                    }
                }));
            }

            List<Boolean> installed = new ArrayList<>();
            for (Future<Boolean> install : installs) {
                installed.add(install.get());
            }

            assertThat(installed).containsOnlyOnce(true).hasSize(PROCESSES);
            assertThat(SchemaInstaller.installedVersion(database.dataSource())).hasValue(SchemaVersion.CURRENT);
        }
    }

    @Test
    void installsAgainAfterAnInstallerWasKilledHoldingLiquibasesLock() {
        try (TestDatabase database = TestDatabase.fresh()) {
            database.execute("update downbeat.databasechangeloglock set locked = true, lockedby = 'a dead host'");
            database.execute("delete from downbeat.installation");

            assertThat(SchemaInstaller.install(database.dataSource())).isTrue();
        }
    }

    @Test
    void refusesANewerSchema() {
        try (TestDatabase database = TestDatabase.fresh()) {
            database.execute("update downbeat.installation set version = version + 1");

            assertThatThrownBy(() -> SchemaInstaller.install(database.dataSource()))
                    .isInstanceOfSatisfying(
                            DatabaseUnavailableException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_NEWER))
                    .hasMessageContaining("Use the newer Downbeat");
        }
    }

    @Test
    void tellsAMissingSchema() {
        try (TestDatabase database = TestDatabase.empty()) {
            assertThatThrownBy(() -> SchemaInstaller.check(database.dataSource()))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("downbeat db migrate");
        }
    }

    @Test
    void printsWhatIsPendingWithoutApplyingIt() {
        try (TestDatabase database = TestDatabase.empty()) {
            assertThat(SchemaScript.pending(database.dataSource()))
                    .containsIgnoringCase("create table downbeat.installation");
            assertThat(SchemaInstaller.installedVersion(database.dataSource())).isEmpty();
        }
    }
}
