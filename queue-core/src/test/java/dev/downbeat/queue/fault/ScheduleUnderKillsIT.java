package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Schedule;
import dev.downbeat.queue.cron.Cron;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ScheduleUnderKillsIT extends FaultTestBase {

    @Test
    void firesEachSlotOnceThoughWorkersAreKilled() throws Exception {
        queue.schedule(Schedule.of("every-second", FaultTasks.PLAIN, 1, Cron.of("* * * * * *", ZoneOffset.UTC)));
        FaultWorker first = process(url);
        localWorker(url);
        process(url);

        until("three have fired", () -> number("select count(*) from downbeat.history") >= 3);
        first.kill();
        until("six have fired", () -> number("select count(*) from downbeat.history") >= 6);

        assertThat(number("select count(*) - count(distinct run_at) from downbeat.execution"))
                .isZero();
    }
}
