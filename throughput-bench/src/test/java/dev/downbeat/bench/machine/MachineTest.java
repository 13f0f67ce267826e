package dev.downbeat.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private final Machine idle = new Machine(10, 0.05, 0.01);

    @Test
    void isAsSlowAsWhatSlowedDownMost() {
        assertThat(Machine.slowness(idle, new Machine(11, 0.15, 0.02))).isEqualTo(3, within());
    }

    @Test
    void aFasterOneIsNoReasonToExpectMore() {
        assertThat(Machine.slowness(idle, new Machine(5, 0.02, 0.005))).isEqualTo(1);
    }

    @Test
    void whatIsUnknownExcusesNothing() {
        assertThat(Machine.slowness(null, idle)).isEqualTo(1);
    }

    @Test
    void severalReadingsComeToTheirMedian() {
        assertThat(Machine.median(List.of(idle, new Machine(30, 0.01, 0.05), new Machine(20, 0.09, 0.03))))
                .isEqualTo(new Machine(20, 0.05, 0.03));
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }
}
