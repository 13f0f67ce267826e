package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandstillTest {

    private final Standstill standstill = new Standstill(100);

    @Test
    void countsFromTheLastFinishOnAndNotFromTheLastLook() {
        standstill.nanos(200, 7);

        assertThat(standstill.nanos(250, 7)).isEqualTo(50);
        assertThat(standstill.nanos(300, 7)).isEqualTo(100);
    }

    @Test
    void beginsAnewWhenSomethingFinished() {
        standstill.nanos(200, 7);

        assertThat(standstill.nanos(900, 8)).isZero();
    }

    @Test
    void beginsAnewWithNewWork() {
        standstill.nanos(200, 7);

        standstill.ended(800);

        assertThat(standstill.nanos(900, 7)).isEqualTo(100);
    }
}
