package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final RandomGenerator HIGHEST = () -> -1L;

    @Test
    void doublesItsBoundUpToTheMost() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(10));

        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToObj(attempt -> backoff.delayAfter(attempt, HIGHEST)
                                .plusMillis(1)
                                .toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    }

    @Test
    void staysWithinItsBoundForAnyAttempt() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofHours(1));

        assertThat(IntStream.rangeClosed(1, 5_000).mapToObj(n -> backoff.delayAfter(n, RandomGenerator.getDefault())))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ZERO, Duration.ofHours(1)));
    }

    @Test
    void growsByTheStep() {
        Backoff backoff = Backoff.linear(Duration.ofSeconds(2), Duration.ofSeconds(5));

        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToObj(n -> backoff.delayAfter(n, HIGHEST).toSeconds()))
                .containsExactly(2L, 4L, 5L, 5L);
    }
}
