package dev.downbeat.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @ParameterizedTest
    @CsvSource({"7, 8", "10, 10", "99, 100", "0.3, 0.3", "12345, 12500", "1, 1", "0, 0"})
    void endsAtTheFirstRoundNumber(double most, double end) {
        Axis axis = Axis.fromZero("", most);

        assertThat(axis.to()).isGreaterThanOrEqualTo(most);
        assertThat(axis.to()).isCloseTo(end, within(1e-6));
        assertThat(axis.marks()).hasSizeBetween(2, 7);
    }
}
