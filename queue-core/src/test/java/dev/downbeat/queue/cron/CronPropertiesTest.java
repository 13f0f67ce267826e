package dev.downbeat.queue.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CronPropertiesTest {

    private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant YEAR_2040 = Instant.parse("2040-01-01T00:00:00Z");

    @Property(tries = 500)
    void theNextSlotIsLaterAndIsItsOwnPredecessorsSuccessor(
            @ForAll("expressions") String expression, @ForAll("zones") ZoneId zone, @ForAll("instants") Instant after) {
        var cron = Cron.of(expression, zone);

        Instant slot = cron.next(after).orElseThrow();

        assertThat(slot).isAfter(after);
        assertThat(cron.next(slot.minusNanos(1))).contains(slot);
        assertThat(cron.next(between(after, slot))).contains(slot);
    }

    @Property(tries = 200)
    void aTimeOfDayRunsOnceOnEveryDayOfAnyZone(
            @ForAll @IntRange(max = 23) int hour,
            @ForAll @IntRange(max = 59) int minute,
            @ForAll("zones") ZoneId zone,
            @ForAll("instants") Instant start) {
        var cron = Cron.of("%d %d * * *".formatted(minute, hour), zone);
        var days = new TreeSet<>();

        Instant slot = cron.next(start).orElseThrow();
        Instant previous = slot;
        for (int i = 0; i < 400; i++) {
            assertThat(days.add(slot.atZone(zone).toLocalDate())).isTrue();
            previous = slot;
            slot = cron.next(slot).orElseThrow();
            assertThat(Duration.between(previous, slot)).isBetween(Duration.ofHours(21), Duration.ofHours(27));
        }
    }

    @Property(tries = 200)
    void aQuarterOfAnHourIsAQuarterOfAnHourInAnyZone(@ForAll("zones") ZoneId zone, @ForAll("instants") Instant start) {
        var cron = Cron.of("*/15 * * * *", zone);

        Instant slot = cron.next(start).orElseThrow();
        for (int i = 0; i < 200; i++) {
            Instant next = cron.next(slot).orElseThrow();
            assertThat(Duration.between(slot, next)).isEqualTo(Duration.ofMinutes(15));
            slot = next;
        }
    }

    @Property(tries = 100)
    void agreesWithTryingEverySecond(
            @ForAll @IntRange(min = 1, max = 59) int everySeconds,
            @ForAll @IntRange(min = 1, max = 59) int everyMinutes,
            @ForAll("instants") Instant after) {
        var cron = Cron.utc("*/%d */%d * * * *".formatted(everySeconds, everyMinutes));

        Instant expected = after.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        if (!expected.isAfter(after)) {
            expected = expected.plusSeconds(1);
        }
        while (expected.atOffset(ZoneOffset.UTC).getSecond() % everySeconds != 0
                || expected.atOffset(ZoneOffset.UTC).getMinute() % everyMinutes != 0) {
            expected = expected.plusSeconds(1);
        }

        assertThat(cron.next(after)).isEqualTo(Optional.of(expected));
    }

    private static Instant between(Instant a, Instant b) {
        return a.plus(Duration.between(a, b).dividedBy(2));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(YEAR_2000.toEpochMilli(), YEAR_2040.toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(Stream.of(
                        "UTC",
                        "Europe/Berlin",
                        "Europe/London",
                        "America/New_York",
                        "America/Sao_Paulo",
                        "America/St_Johns",
                        "Asia/Kathmandu",
                        "Asia/Tehran",
                        "Africa/Casablanca",
                        "Australia/Lord_Howe",
                        "Pacific/Chatham")
                .map(ZoneId::of)
                .toList());
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                "* * * * * *",
                "*/7 * * * * *",
                "0 */5 * * * *",
                "0 0 * * * *",
                "0 0 */2 * * *",
                "0 30 2 * * *",
                "0 0 0 * * *",
                "15 10,40 1-3 * * *",
                "0 0 3 L * *",
                "0 0 12 ? * MON#1",
                "0 0 0 1 1 *",
                "30 2 * * 0",
                "0 9 * * 1-5");
    }
}
