package dev.downbeat.queue.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/3 * * * * *      | 2026-11-21T03:00:00Z | 2026-11-21T03:00:03Z",
                "*/3 * * * * *      | 2026-11-21T03:00:02.5Z | 2026-11-21T03:00:03Z",
                "*/5 * * * *        | 2026-11-21T03:00:00Z | 2026-11-21T03:05:00Z",
                "0 9 * * 1-5        | 2026-11-21T03:00:00Z | 2026-11-23T09:00:00Z",
                "0 0 0 29 2 *       | 2026-11-21T03:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 12 L * *       | 2026-11-21T03:00:00Z | 2026-11-30T12:00:00Z",
                "0 0 0 1 1 *        | 2026-12-31T23:59:59.999Z | 2027-01-01T00:00:00Z",
            })
    void findsTheNextSlot(String expression, Instant after, Instant expected) {
        assertThat(Cron.utc(expression).next(after)).contains(expected);
    }

    @Test
    void runsOnceAfterTheJumpWhatTheClocksJumpOver() {
        var cron = Cron.of("30 2 * * *", BERLIN);

        assertThat(slots(cron, "2026-03-28T00:00+01:00", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    }

    @Test
    void runsOnceWhatComesTwice() {
        var cron = Cron.of("0 30 2 * * *", BERLIN);

        assertThat(slots(cron, "2026-10-24T12:00+02:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    }

    @Test
    void doesNotRepeatAnHourThatBeganWithItsFirstRun() {
        var cron = Cron.of("*/20 2 * * *", BERLIN);

        assertThat(slots(cron, "2026-10-25T00:00+02:00", 4))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:20+02:00",
                        "2026-10-25T02:40+02:00",
                        "2026-10-26T02:00+01:00");
    }

    @Test
    void goesByElapsedTimeWhenTheHourIsAny() {
        var cron = Cron.of("*/30 * * * *", BERLIN);

        assertThat(slots(cron, "2026-10-25T01:45+02:00", 5))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T02:30+01:00",
                        "2026-10-25T03:00+01:00");
        assertThat(slots(cron, "2026-03-29T01:15+01:00", 2))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00");
    }

    @Test
    void hasNoNextSlotWhenTheDayNeverComes() {
        assertThat(Cron.utc("0 0 30 2 *").next(Instant.parse("2026-11-21T03:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "61 * * * *", "* * * * * * *", "every day", "0 0 0 32 * *", "@daily"})
    void refusesWhatIsNoExpression(String expression) {
        assertThatThrownBy(() -> Cron.utc(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> slots(Cron cron, String after, int count) {
        var found = new ArrayList<String>();
        Instant at = ZonedDateTime.parse(after).toInstant();
        for (int i = 0; i < count; i++) {
            at = cron.next(at).orElseThrow();
            found.add(at.atZone(cron.zone()).toOffsetDateTime().toString());
        }
        return found;
    }
}
