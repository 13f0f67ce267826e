package dev.downbeat.queue.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MissedRunsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Cron HOURLY = Cron.utc("0 * * * *");

    @Test
    void firesASlotThatIsJustDueWhateverThePolicy() {
        Instant now = NOON.plusMillis(200);

        assertThat(MissedRuns.SKIP.due(HOURLY, NOON, now)).containsExactly(NOON);
        assertThat(MissedRuns.ONCE.due(HOURLY, NOON, now)).containsExactly(NOON);
        assertThat(MissedRuns.all(10).due(HOURLY, NOON, now)).containsExactly(NOON);
    }

    @Test
    void firesNothingWhenWhatWasDueIsNoSlotAnyMore() {
        Instant due = NOON.plus(Duration.ofMinutes(10));

        assertThat(MissedRuns.SKIP.due(HOURLY, due, due.plusSeconds(1))).isEmpty();
        assertThat(MissedRuns.ONCE.due(HOURLY, due, due.plusSeconds(1))).isEmpty();
        assertThat(MissedRuns.all(10).due(HOURLY, due, due.plusSeconds(1))).isEmpty();
    }

    @Test
    void skipLetsPassWhatIsLate() {
        Instant now = NOON.plus(MissedRuns.TOLERANCE).plusMillis(1);

        assertThat(MissedRuns.SKIP.due(HOURLY, NOON.minus(Duration.ofHours(5)), now))
                .isEmpty();
    }

    @Test
    void skipFiresTheNewestIfThatIsNotLate() {
        Instant now = NOON.plusSeconds(1);

        assertThat(MissedRuns.SKIP.due(HOURLY, NOON.minus(Duration.ofHours(5)), now))
                .containsExactly(NOON);
    }

    @Test
    void onceFiresTheNewestMissedSlot() {
        Instant now = NOON.plus(Duration.ofMinutes(40));

        assertThat(MissedRuns.ONCE.due(HOURLY, NOON.minus(Duration.ofHours(5)), now))
                .containsExactly(NOON);
    }

    @Test
    void allFiresEverySlotInOrder() {
        Instant now = NOON.plus(Duration.ofMinutes(40));

        assertThat(MissedRuns.all(100).due(HOURLY, NOON.minus(Duration.ofHours(2)), now))
                .containsExactly(NOON.minus(Duration.ofHours(2)), NOON.minus(Duration.ofHours(1)), NOON);
    }

    @Test
    void allIsBoundedByItsLimitAfterAMonthOfEverySecond() {
        var everySecond = Cron.utc("* * * * * *");

        assertThat(MissedRuns.all(3).due(everySecond, NOON.minus(Duration.ofDays(30)), NOON))
                .containsExactly(NOON.minusSeconds(2), NOON.minusSeconds(1), NOON);
    }

    @Test
    void refusesALimitOutOfBounds() {
        assertThatThrownBy(() -> MissedRuns.all(10_001)).hasMessageContaining("got 10001");
    }
}
