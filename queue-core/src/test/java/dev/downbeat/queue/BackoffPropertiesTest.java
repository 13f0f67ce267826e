package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffPropertiesTest {

    private static final RandomGenerator HIGHEST = () -> -1L;

    @Property
    void jitterStaysBetweenZeroAndTheBound(
            @ForAll @IntRange(min = 1, max = Short.MAX_VALUE) int attempt,
            @ForAll @LongRange(min = 1, max = 86_400_000) long firstMillis,
            @ForAll @LongRange(min = 1, max = 86_400_000) long maxMillis,
            @ForAll long seed) {
        Backoff backoff = Backoff.exponential(Duration.ofMillis(firstMillis), Duration.ofMillis(maxMillis));

        Duration delay = backoff.delayAfter(attempt, new java.util.Random(seed));

        assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(maxMillis));
    }

    @Property
    void theBoundNeverShrinksFromOneAttemptToTheNext(
            @ForAll @IntRange(min = 1, max = Short.MAX_VALUE - 1) int attempt,
            @ForAll @LongRange(min = 1, max = 86_400_000) long firstMillis,
            @ForAll @LongRange(min = 1, max = 86_400_000) long maxMillis) {
        Backoff backoff = Backoff.exponential(Duration.ofMillis(firstMillis), Duration.ofMillis(maxMillis));

        assertThat(backoff.delayAfter(attempt + 1, HIGHEST))
                .isGreaterThanOrEqualTo(backoff.delayAfter(attempt, HIGHEST));
    }

    @Property
    void aLinearDelayIsTheStepTimesTheAttemptUpToTheMost(
            @ForAll @IntRange(min = 1, max = Short.MAX_VALUE) int attempt,
            @ForAll @LongRange(min = 0, max = 86_400_000) long stepMillis,
            @ForAll @LongRange(min = 0, max = 86_400_000) long maxMillis) {
        Backoff backoff = Backoff.linear(Duration.ofMillis(stepMillis), Duration.ofMillis(maxMillis));

        assertThat(backoff.delayAfter(attempt, HIGHEST).toMillis())
                .isEqualTo(Math.min(stepMillis * attempt, maxMillis));
    }
}
