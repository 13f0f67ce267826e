package dev.downbeat.bench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MannWhitneyTest {
    /** One interleaving out of 5 choose 10 has no win at all. */
    @Test
    void isExactWhereEveryFigureIsLower() {
        double chance = MannWhitney.chanceOfBeingThisLow(Sample.of(6, 7, 8, 9, 10), Sample.of(1, 2, 3, 4, 5));

        assertThat(chance).isCloseTo(1.0 / 252, within(1e-12));
    }

    /** The table of Mann and Whitney for samples of 3 and 4: U at most 3 has 7 of 35. */
    @Test
    void agreesWithTheTable() {
        double chance = MannWhitney.chanceOfBeingThisLow(Sample.of(2, 4, 6, 7), Sample.of(1, 3, 5));

        assertThat(chance).isCloseTo(7.0 / 35, within(1e-12));
    }

    @Test
    void figuresThatAreHigherAreNoSurprise() {
        assertThat(MannWhitney.chanceOfBeingThisLow(Sample.of(1, 2, 3), Sample.of(4, 5, 6)))
                .isEqualTo(1);
    }
}
