package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PrefetchPropertiesTest {

    @Property
    void neverClaimsMoreThanABatchNorMoreThanWillSoonStart(
            @ForAll @IntRange(max = 10_000) int free,
            @ForAll @IntRange(max = 20_000) int buffered,
            @ForAll @DoubleRange(max = 1e6) double perSecond,
            @ForAll @IntRange(min = 1, max = 10_000) int fetchBatch) {
        int want = Prefetch.want(free, buffered, perSecond, fetchBatch);

        assertThat(want).isBetween(0, fetchBatch);
        if (want > 0) {
            assertThat((double) buffered + want).isLessThanOrEqualTo(free + perSecond * Prefetch.HORIZON_SECONDS);
        }
    }

    @Property
    void leavesNoSlotFreeThatABatchCanFill(
            @ForAll @IntRange(max = 10_000) int free,
            @ForAll @IntRange(max = 20_000) int buffered,
            @ForAll @DoubleRange(max = 1e6) double perSecond,
            @ForAll @IntRange(min = 1, max = 10_000) int fetchBatch) {
        int want = Prefetch.want(free, buffered, perSecond, fetchBatch);

        assertThat(want).isGreaterThanOrEqualTo(Math.min(fetchBatch, free - buffered));
    }

    @Property
    void thePaceIsNeverAboveTheFastestSpanNorBelowZero(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 100_000) Integer> finishedEachMilli) {
        var pace = new Pace(0);
        long count = 0;
        double fastest = 0;
        for (int milli = 0; milli < finishedEachMilli.size(); milli++) {
            count += finishedEachMilli.get(milli);
            fastest = Math.max(fastest, finishedEachMilli.get(milli) * 1e3);

            double perSecond = pace.at((milli + 1) * 1_000_000L, count);

            assertThat(perSecond).isBetween(0.0, fastest * 1.000_001);
        }
    }
}
