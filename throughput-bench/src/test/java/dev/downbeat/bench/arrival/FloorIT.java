package dev.downbeat.bench.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.Pool;
import dev.downbeat.schema.testing.TestDatabase;
import java.sql.SQLException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FloorIT {
    private static final int RATE = 500;

    @Test
    void claimsEveryArrivalOnce() throws SQLException, InterruptedException {
        try (TestDatabase database = TestDatabase.empty()) {
            Histogram micros = new Floor(database.dataSource(), RATE).measure(250);

            assertThat(micros.getTotalCount()).isEqualTo(250);
            assertThat(micros.getMinValue())
                    .as("none is claimed before it arrives")
                    .isPositive();
        }
    }

    @Test
    void leavesNoSchemaBehind() throws SQLException, InterruptedException {
        try (TestDatabase database = TestDatabase.empty()) {
            Floor floor = new Floor(database.dataSource(), RATE);

            floor.measure(1);
            floor.measure(1);

            try (var connection = database.dataSource().getConnection();
                    var rows = connection
                            .createStatement()
                            .executeQuery("select 1 from pg_namespace where nspname like 'downbeat%'")) {
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void tellsWhyNothingArrives() throws SQLException {
        try (TestDatabase database = TestDatabase.empty();
                var pool = Pool.open(database.url(), 1, config -> config.setConnectionTimeout(250))) {
            Floor floor = new Floor(pool, RATE);

            assertThatThrownBy(() -> floor.measure(1))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Connection is not available");
        }
    }
}
