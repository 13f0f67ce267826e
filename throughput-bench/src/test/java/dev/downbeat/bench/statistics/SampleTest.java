package dev.downbeat.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void takesTheMiddleOfAnOddAndTheMeanOfTheTwoMiddlesOfAnEvenSample() {
        assertThat(Sample.of(3, 1, 2).median()).isEqualTo(2);
        assertThat(Sample.of(4, 1, 2, 3).median()).isEqualTo(2.5);
    }

    @Test
    void interpolatesQuantiles() {
        Sample sample = Sample.of(10, 20, 30, 40, 50);

        assertThat(sample.quantile(0)).isEqualTo(10);
        assertThat(sample.quantile(0.25)).isEqualTo(20);
        assertThat(sample.quantile(0.9)).isCloseTo(46, within(1e-9));
    }

    @Test
    void spreadIsHalfTheRangeOverTheMedian() {
        assertThat(Sample.of(90, 100, 110).relativeSpread()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void refusesAnEmptySample() {
        assertThatThrownBy(() -> Sample.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
