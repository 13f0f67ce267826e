package dev.downbeat.bench.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.Pool;
import dev.downbeat.schema.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class CeilingIT {
    private static final CeilingSettings SMALL =
            CeilingSettings.DEFAULT.withRows(3_000).withRepeats(1);

    @Test
    void everyShapeMovesEveryRow() throws SQLException, InterruptedException {
        try (TestDatabase database = TestDatabase.fresh()) {
            CeilingResult result = new Ceiling(database.dataSource(), SMALL).measure();

            assertThat(result.shapes())
                    .extracting(CeilingResult.Shape::name)
                    .containsExactly(
                            "update-text",
                            "update-ctid",
                            "update-ctid-history",
                            "stages-id",
                            "stages-ctid",
                            "held-locks",
                            "stages-installed");
            assertThat(result.shapes())
                    .allSatisfy(shape -> assertThat(shape.medianPerSecond()).isPositive());
        }
    }

    @Test
    void onlyShapesThatKeepLeasesCount() throws SQLException, InterruptedException {
        try (TestDatabase database = TestDatabase.empty()) {
            CeilingResult result = new Ceiling(database.dataSource(), SMALL).measure();

            assertThat(result.best().counted()).isTrue();
            assertThat(result.shapes())
                    .filteredOn(shape -> !shape.counted())
                    .extracting(CeilingResult.Shape::name)
                    .containsExactly("held-locks");
        }
    }

    @Test
    void manyRowsAreAskedOfTheFastestAlone() throws SQLException, InterruptedException {
        try (TestDatabase database = TestDatabase.empty()) {
            CeilingResult result = new Ceiling(database.dataSource(), SMALL, 1_000).measure();

            assertThat(result.best().rows()).isEqualTo(3_000);
            assertThat(result.shapes())
                    .filteredOn(shape -> !shape.equals(result.best()))
                    .hasSizeGreaterThan(1)
                    .extracting(CeilingResult.Shape::rows)
                    .containsOnly(1_000);
        }
    }

    @Test
    void tellsWhyAConnectionCannotBeHad() throws SQLException {
        try (TestDatabase database = TestDatabase.empty();
                var pool = Pool.open(database.url(), 1, config -> config.setConnectionTimeout(250))) {
            var ceiling = new Ceiling(pool, SMALL);

            assertThatThrownBy(ceiling::measure)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Connection is not available");
        }
    }

    @Test
    void leavesNoSchemaBehind() throws SQLException, InterruptedException {
        try (TestDatabase database = TestDatabase.empty()) {
            new Ceiling(database.dataSource(), SMALL).measure();

            try (var connection = database.dataSource().getConnection();
                    var rows = connection
                            .createStatement()
                            .executeQuery("select 1 from pg_namespace where nspname like 'downbeat%'")) {
                assertThat(rows.next()).isFalse();
            }
        }
    }
}
