package dev.downbeat.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SteadinessTest {
    private static final long SECOND = 1000;

    @Test
    void tellsTheLastTenthAsAShareOfTheFirst() {
        List<Long> decaying = slices(6, 100L, 48, 70L, 6, 50L, 1, 3L);

        Steadiness steadiness = Steadiness.of(new Further.Timeline(SECOND, Map.of("worker-1", decaying)))
                .orElseThrow();

        assertThat(steadiness).isEqualTo(new Steadiness(100, 50));
        assertThat(steadiness.share()).isEqualTo(0.5);
    }

    @Test
    void addsUpTheWorkersAlsoOneThatEndedEarly() {
        var timeline =
                new Further.Timeline(SECOND, Map.of("worker-1", slices(60, 100L, 1, 0L), "worker-2", slices(30, 100L)));

        assertThat(Steadiness.of(timeline)).contains(new Steadiness(200, 100));
    }

    @Test
    void ofAShortRunThereIsNone() {
        assertThat(Steadiness.of(new Further.Timeline(SECOND, Map.of("worker-1", slices(60, 100L)))))
                .isEmpty();
        assertThat(Steadiness.of(new Further.Timeline(SECOND, Map.of()))).isEmpty();
    }

    /** Times and values in turns. */
    private static List<Long> slices(Object... timesAndValues) {
        return Stream.iterate(0, at -> at < timesAndValues.length, at -> at + 2)
                .flatMap(
                        at -> Collections.nCopies((Integer) timesAndValues[at], (Long) timesAndValues[at + 1]).stream())
                .toList();
    }
}
