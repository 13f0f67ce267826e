package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchTest {

    @Test
    void claimsForTheFreeSlotsOnlyWhileThePaceIsUnknown() {
        assertThat(Prefetch.want(10, 0, 0, 500)).isEqualTo(10);
    }

    @Test
    void claimsNothingWhileAllSlotsAreSlow() {
        assertThat(Prefetch.want(0, 0, 0.25, 500)).isZero();
    }

    @Test
    void claimsForOneFreeSlotBesideSlowOnes() {
        assertThat(Prefetch.want(9, 0, 0.25, 500)).isEqualTo(9);
    }

    @Test
    void claimsWholeBatchesAtAHighPace() {
        assertThat(Prefetch.want(0, 100, 100_000, 500)).isEqualTo(500);
    }

    @Test
    void waitsWhileEnoughIsBuffered() {
        assertThat(Prefetch.want(0, 900, 100_000, 500)).isZero();
    }

    @Test
    void neverClaimsMoreThanABatch() {
        assertThat(Prefetch.want(10_000, 0, 1e9, 500)).isEqualTo(500);
    }

    @Test
    void followsThePaceUpAtOnceAndDownSlowly() {
        var pace = new Pace(0);

        double fast = pace.at(10_000_000, 1_000);
        double after = pace.at(20_000_000, 1_000);
        double longAfter = pace.at(2_000_000_000, 1_000);

        assertThat(fast).isEqualTo(100_000);
        assertThat(after).isBetween(80_000.0, 99_000.0);
        assertThat(longAfter).isLessThan(1);
    }
}
