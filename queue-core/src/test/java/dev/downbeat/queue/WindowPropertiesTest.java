package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

class WindowPropertiesTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @Property
    void aWindowAndItsComplementShareTheDayBetweenThem(
            @ForAll @IntRange(max = 1_439) int from,
            @ForAll @IntRange(max = 1_439) int to,
            @ForAll("zones") ZoneId zone,
            @ForAll("instants") Instant instant) {
        net.jqwik.api.Assume.that(from != to);
        Window window = Window.daily(minute(from), minute(to), zone);
        Window rest = Window.daily(minute(to), minute(from), zone);

        assertThat(window.isOpen(instant)).isNotEqualTo(rest.isOpen(instant));
    }

    @Property
    void withoutChangesOfClocksItIsTheSameAWeekLater(
            @ForAll @NotEmpty Set<DayOfWeek> days,
            @ForAll @IntRange(max = 1_439) int from,
            @ForAll @IntRange(max = 1_439) int to,
            @ForAll("instants") Instant instant) {
        Window window = Window.on(days, minute(from), minute(to), ZoneOffset.UTC);

        assertThat(window.isOpen(instant)).isEqualTo(window.isOpen(instant.plus(WEEK)));
    }

    @Property
    void isOpenAsLongAsItSaysForEachOfItsDays(
            @ForAll @NotEmpty Set<DayOfWeek> days,
            @ForAll @IntRange(max = 23) int from,
            @ForAll @IntRange(max = 23) int to) {
        Window window = Window.on(days, LocalTime.of(from, 0), LocalTime.of(to, 0), ZoneOffset.UTC);
        int length = from < to ? to - from : 24 - from + to;
        Instant monday = Instant.parse("2026-11-23T00:00:00Z");

        long open = java.util.stream.IntStream.range(0, 7 * 24)
                .filter(hour -> window.isOpen(monday.plus(Duration.ofHours(hour))))
                .count();

        assertThat(open).isEqualTo((long) length * EnumSet.copyOf(days).size());
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Instant> instants() {
        long from = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
        long to = Instant.parse("2035-01-01T00:00:00Z").getEpochSecond();
        return Arbitraries.longs().between(from, to).map(Instant::ofEpochSecond);
    }

    private static LocalTime minute(int ofDay) {
        return LocalTime.ofSecondOfDay(ofDay * 60L);
    }
}
