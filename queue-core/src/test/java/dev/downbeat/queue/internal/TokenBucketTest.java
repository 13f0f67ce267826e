package dev.downbeat.queue.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TokenBucketTest {

    static final long DAY_MICROS = 86_400_000_000L;

    @Property
    void inAnySpanNoMoreStartThanTheBucketHoldsAndWhatFlowsIn(
            @ForAll @IntRange(min = 1, max = 1_000) int amount,
            @ForAll @LongRange(min = 1_000, max = DAY_MICROS) long periodMicros,
            @ForAll @Size(max = 50) List<@LongRange(max = DAY_MICROS) Long> pauses) {
        var bucket = new TokenBucket(amount, periodMicros);
        double tokens = amount;
        long started = 0;
        long elapsed = 0;
        for (long pause : pauses) {
            tokens = bucket.refilled(tokens, pause);
            elapsed += pause;
            int take = TokenBucket.whole(tokens);
            tokens = Math.max(0, tokens - take);
            started += take;

            assertThat(take).isBetween(0, amount);
            assertThat((double) started).isLessThanOrEqualTo(amount + (double) elapsed * amount / periodMicros + 0.001);
        }
    }

    @Property
    void aPeriodFillsAnEmptyBucketAndNothingOverfillsIt(
            @ForAll @IntRange(min = 1, max = 100_000) int amount,
            @ForAll @LongRange(min = 1_000, max = DAY_MICROS) long periodMicros,
            @ForAll @LongRange(max = DAY_MICROS) long more) {
        var bucket = new TokenBucket(amount, periodMicros);

        assertThat(TokenBucket.whole(bucket.refilled(0, periodMicros))).isEqualTo(amount);
        assertThat(bucket.refilled(0, periodMicros + more)).isLessThanOrEqualTo(amount);
    }

    @Property
    void isFullWhenItSaysSo(
            @ForAll @IntRange(min = 1, max = 1_000) int amount,
            @ForAll @LongRange(min = 1_000, max = DAY_MICROS) long periodMicros,
            @ForAll @IntRange(max = 1_000) int used) {
        var bucket = new TokenBucket(amount, periodMicros);
        double tokens = Math.max(0, amount - used);

        assertThat(TokenBucket.whole(bucket.refilled(tokens, bucket.microsToFull(tokens))))
                .isEqualTo(amount);
    }

    @Property
    void aClockThatWasSetBackGivesNothing(
            @ForAll @IntRange(min = 1, max = 1_000) int amount,
            @ForAll @LongRange(min = -DAY_MICROS, max = 0) long elapsed) {
        assertThat(new TokenBucket(amount, DAY_MICROS).refilled(0, elapsed)).isZero();
    }
}
