package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "23:00, true",
        "22:00, true",
        "00:00, true",
        "05:59:59.999, true",
        "06:00, false",
        "12:00, false",
        "21:59, false"
    })
    void wrapsMidnight(LocalTime time, boolean open) {
        var night = Window.daily(LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN);

        assertThat(night.isOpen(LocalDateTime.of(2026, 11, 21, 0, 0)
                        .with(time)
                        .atZone(BERLIN)
                        .toInstant()))
                .isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T23:00, true", // Friday night
        "2026-11-21T05:00, true", // its end, on Saturday
        "2026-11-21T23:00, false", // Saturday night
        "2026-11-23T05:00, false", // Sunday's night would end on Monday
        "2026-11-23T22:00, true",
    })
    void aNightBelongsToTheDayOnWhichItBegins(LocalDateTime time, boolean open) {
        var weekdays = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        var nights = Window.on(weekdays, LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN);

        assertThat(nights.isOpen(time.atZone(BERLIN).toInstant())).isEqualTo(open);
    }

    @Test
    void isOpenAllDayWhenItEndsWhenItBegins() {
        var mondays = Window.on(Set.of(DayOfWeek.MONDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, BERLIN);

        assertThat(mondays.isOpen(
                        LocalDateTime.parse("2026-11-23T00:00").atZone(BERLIN).toInstant()))
                .isTrue();
        assertThat(mondays.isOpen(
                        LocalDateTime.parse("2026-11-23T23:59").atZone(BERLIN).toInstant()))
                .isTrue();
        assertThat(mondays.isOpen(
                        LocalDateTime.parse("2026-11-24T00:00").atZone(BERLIN).toInstant()))
                .isFalse();
    }

    @Test
    void refusesNoDays() {
        assertThatThrownBy(() -> Window.on(Set.of(), LocalTime.NOON, LocalTime.MIDNIGHT, BERLIN))
                .hasMessageContaining("one day");
    }
}
