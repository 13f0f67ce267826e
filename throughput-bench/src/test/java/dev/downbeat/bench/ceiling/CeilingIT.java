package dev.downbeat.bench.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CeilingIT {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void everyShapeMovesEveryRow() throws SQLException, InterruptedException {
        var settings = CeilingSettings.DEFAULT
                .withRows(Integer.getInteger("ceiling.rows", 5_000))
                .withRepeats(Integer.getInteger("ceiling.repeats", 1));

        CeilingResult result = new Ceiling(postgres.getPostgresDatabase(), settings).measure();

        assertThat(result.shapes())
                .extracting(CeilingResult.Shape::name)
                .doesNotHaveDuplicates()
                .hasSize(6);
        assertThat(result.shapes())
                .allSatisfy(shape -> assertThat(shape.medianPerSecond()).isPositive());
        assertThat(result.best().counted()).isTrue();
        result.shapes().forEach(System.out::println);
    }

    @Test
    void leavesNoSchemaBehind() throws SQLException, InterruptedException {
        new Ceiling(
                        postgres.getPostgresDatabase(),
                        CeilingSettings.DEFAULT.withRows(100).withRepeats(1))
                .measure();

        try (var connection = postgres.getPostgresDatabase().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select 1 from pg_namespace where nspname = '" + Ceiling.SCHEMA + "'")) {
            assertThat(rows.next()).isFalse();
        }
    }
}
