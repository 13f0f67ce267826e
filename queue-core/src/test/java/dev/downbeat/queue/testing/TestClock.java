package dev.downbeat.queue.testing;

import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock by which executions of one database become due, for tests that would else have to wait: retries, delays,
 * sleeps, schedules, windows and periods go by it. Leases do not. Safe from any thread.
 */
public final class TestClock {

    private final TestDatabase database;

    public TestClock(TestDatabase database) {
        this.database = database;
    }

    /** Sets the clock ahead by so much more. */
    public void advance(Duration by) {
        database.execute("""
                insert into downbeat.clock_setting (ahead) values (interval '%1$s')
                on conflict (only_row) do update set ahead = clock_setting.ahead + interval '%1$s'
                """.formatted(by));
    }

    /** Sets the clock ahead, so that it shows this time now. */
    public void set(Instant time) {
        database.execute("""
                insert into downbeat.clock_setting (ahead) values (timestamptz '%1$s' - now())
                on conflict (only_row) do update set ahead = timestamptz '%1$s' - now()
                """.formatted(time));
    }
}
