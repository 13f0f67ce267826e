package dev.downbeat.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.downbeat.analysis.operation.Operation.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    @Test
    void aTreeOneLevelHigherIsFlat() {
        Growth growth = fit(300, 310, 405, 410);

        assertThat(growth.law()).isEqualTo("flat");
        assertThat(growth.tooMuch()).isFalse();
    }

    @Test
    void aSmallTableThatIsReadWholeTellsNothing() {
        assertThat(fit(200, 620, 640, 660).tooMuch()).isFalse();
    }

    @Test
    void aCostInProportionIsLinearAndTooMuchForAWorker() {
        Growth growth = fit(10, 100, 1_000, 10_000);

        assertThat(growth.exponent()).isCloseTo(1, within(1e-9));
        assertThat(growth.law()).isEqualTo("linear");
        assertThat(growth.tooMuch()).isTrue();
    }

    @Test
    void whatAPersonWaitsForMayGrow() {
        Growth growth = Growth.fit("list", "Lookup", Cost.GROWING, points(10, 100, 1_000, 10_000));

        assertThat(growth.tooMuch()).isFalse();
    }

    @Test
    void twoBuffersForOneAreNoiseOnNothing() {
        assertThat(fit(0, 1, 1, 1).tooMuch()).isFalse();
    }

    @Test
    void aLargerBatchOnALargerTableIsNoGrowth() {
        Growth growth = Growth.fit(
                "claim-largest",
                "Claim",
                Cost.FLAT,
                List.of(new Growth.Point(1_000, 7_744, 1_000, 4), new Growth.Point(30_000, 77_412, 10_000, 47)));

        assertThat(growth.tooMuch()).isFalse();
    }

    @Test
    void rowsThatLieFurtherApartAreNoGrowth() {
        Growth growth = Growth.fit(
                "claim-limited",
                "ClaimLimited",
                Cost.FLAT,
                List.of(new Growth.Point(10_000, 565, 2_000, 3), new Growth.Point(30_000, 1_833, 2_000, 8)));

        assertThat(growth.tooMuch()).isFalse();
    }

    private static Growth fit(long... buffers) {
        return Growth.fit("claim-100", "Claim", Cost.FLAT, points(buffers));
    }

    private static List<Growth.Point> points(long... buffers) {
        return List.of(
                new Growth.Point(1_000, buffers[0], 1, 1),
                new Growth.Point(10_000, buffers[1], 1, 1),
                new Growth.Point(100_000, buffers[2], 1, 1),
                new Growth.Point(1_000_000, buffers[3], 1, 1));
    }
}
