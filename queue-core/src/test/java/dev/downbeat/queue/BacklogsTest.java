package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogsTest {

    private static final int QUEUE = 1;
    private static final int OTHER_QUEUE = 2;
    private static final int LIMITED = -7;
    private static final int RARE = -8;
    private static final int OTHERS = 1;
    private static final long TOOK = Duration.ofMillis(10).toNanos();
    private static final long LONGEST = Backlogs.LONGEST_REST.toNanos();

    private final Backlogs backlogs = new Backlogs();

    @Test
    void whatFoundNothingBehindABacklogOfAnotherRestsForAMultipleOfWhatItTook() {
        backlogs.seen(QUEUE, LIMITED, 0);
        backlogs.reachedEnd(QUEUE, OTHERS, TOOK, TOOK);

        assertThat(backlogs.restNanos(QUEUE, OTHERS, TOOK)).isEqualTo(Backlogs.PATIENCE * TOOK);
        assertThat(backlogs.restNanos(QUEUE, OTHERS, TOOK + Backlogs.PATIENCE * TOOK))
                .isZero();
    }

    @Test
    void allThatRestDoSoTogether() {
        backlogs.seen(QUEUE, LIMITED, 0);
        backlogs.reachedEnd(QUEUE, OTHERS, TOOK, TOOK);
        backlogs.reachedEnd(QUEUE, RARE, TOOK, 2 * TOOK);

        long end = 2 * TOOK + Backlogs.PATIENCE * TOOK;
        assertThat(backlogs.restNanos(QUEUE, OTHERS, end - 1)).isEqualTo(1);
        assertThat(backlogs.restNanos(QUEUE, RARE, end)).isZero();
        assertThat(backlogs.restNanos(QUEUE, OTHERS, end)).isZero();
    }

    @Test
    void aLongLookRestsNoLongerThanTheBound() {
        backlogs.seen(QUEUE, LIMITED, 0);
        backlogs.reachedEnd(QUEUE, OTHERS, LONGEST / 2, LONGEST / 2);

        assertThat(backlogs.restNanos(QUEUE, OTHERS, LONGEST / 2)).isEqualTo(LONGEST);
    }

    @Test
    void aQueueWithoutABacklogIsLookedAtAgainAtOnce() {
        backlogs.reachedEnd(QUEUE, OTHERS, TOOK, TOOK);

        assertThat(backlogs.restNanos(QUEUE, OTHERS, TOOK)).isZero();
    }

    @Test
    void itsOwnBacklogIsInNobodysWay() {
        backlogs.seen(QUEUE, LIMITED, 0);
        backlogs.reachedEnd(QUEUE, LIMITED, TOOK, TOOK);

        assertThat(backlogs.restNanos(QUEUE, LIMITED, TOOK)).isZero();
    }

    @Test
    void aBacklogOnAnotherQueueIsInNobodysWay() {
        backlogs.seen(OTHER_QUEUE, LIMITED, 0);
        backlogs.reachedEnd(QUEUE, OTHERS, TOOK, TOOK);

        assertThat(backlogs.restNanos(QUEUE, OTHERS, TOOK)).isZero();
    }

    @Test
    void aBacklogThatWasSeenLongAgoIsForgotten() {
        backlogs.seen(QUEUE, LIMITED, 0);
        backlogs.reachedEnd(QUEUE, OTHERS, TOOK, LONGEST);

        assertThat(backlogs.restNanos(QUEUE, OTHERS, LONGEST)).isZero();
    }
}
