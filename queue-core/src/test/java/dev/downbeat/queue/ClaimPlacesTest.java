package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.Claimed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimPlacesTest {

    private static final int QUEUE = 1;
    private static final long MEMORY = ClaimPlaces.MEMORY.toNanos();
    private static final Claim.Place BEHIND = new Claim.Place(0, "2026-01-01 00:00:00+00", 7);
    private static final Claim.Place TAIL = new Claim.Place(0, "2025-12-31 23:59:59.75+00", 1);
    private static final Claimed CLAIMED = new Claimed(7, 1, 1, 1, 1, 0, 0, null, Map.of());

    private final ClaimPlaces places = new ClaimPlaces();

    @Test
    void beginsAtTheHeadAndThenBehindTheLastFullBatch() {
        claimFromTheHead(0, 1_000);

        assertThat(places.from(QUEUE, 2_000)).isEqualTo(BEHIND);
    }

    @Test
    void beginsAtTheHeadAgainAfterAShortWhile() {
        claimFromTheHead(0, 1_000);

        assertThat(places.from(QUEUE, 1_000 + MEMORY)).isEqualTo(BEHIND);
        assertThat(places.from(QUEUE, 1_001 + MEMORY)).isEqualTo(Claim.Place.HEAD);
    }

    @Test
    void goesToTheHeadLessOftenWhereTheWayIsLong() {
        claimFromTheHead(0, MEMORY / 10);

        assertThat(places.from(QUEUE, MEMORY / 10 + 2 * MEMORY)).isEqualTo(BEHIND);
        assertThat(places.from(QUEUE, MEMORY / 10 + 2 * MEMORY + 1)).isEqualTo(Claim.Place.HEAD);
    }

    @Test
    void goesToTheHeadOnceASecondHoweverLongTheWay() {
        long slow = ClaimPlaces.LONGEST_MEMORY.toNanos();
        claimFromTheHead(0, slow);

        assertThat(places.from(QUEUE, slow + ClaimPlaces.LONGEST_MEMORY.toNanos() + 1))
                .isEqualTo(Claim.Place.HEAD);
    }

    @Test
    void beginsAtTheHeadAfterABatchThatWasNotFull() {
        places.from(QUEUE, 0);
        places.ended(QUEUE, Claim.Place.HEAD, one(1_000), 2, 1_000);

        assertThat(places.from(QUEUE, 2_000)).isEqualTo(Claim.Place.HEAD);
    }

    @Test
    void beginsAtTheHeadAfterAShortWayHoweverLongTheCommitTook() {
        places.from(QUEUE, 0);
        places.ended(QUEUE, Claim.Place.HEAD, one(1_000), 2, 10 * MEMORY);

        assertThat(places.from(QUEUE, 10 * MEMORY + 1)).isEqualTo(Claim.Place.HEAD);
    }

    @Test
    void staysALittleBeforeTheEndOfABatchThatWasNotFullWhenTheWayThereWasLong() {
        long way = ClaimPlaces.SHORT_WAY.toNanos() + 1;
        places.from(QUEUE, 0);
        places.ended(QUEUE, Claim.Place.HEAD, one(way), 2, way);

        assertThat(places.from(QUEUE, way + 1)).isEqualTo(TAIL);
        assertThat(places.headRestNanos(QUEUE, way + 1)).isEqualTo(way * ClaimPlaces.PATIENCE - 1);
        assertThat(places.headRestNanos(QUEUE, way + way * ClaimPlaces.PATIENCE))
                .isZero();
        places.forget(QUEUE);
        assertThat(places.from(QUEUE, way + 2)).isEqualTo(Claim.Place.HEAD);
    }

    private void claimFromTheHead(long startNanos, long endNanos) {
        assertThat(places.from(QUEUE, startNanos)).isEqualTo(Claim.Place.HEAD);
        places.ended(QUEUE, Claim.Place.HEAD, one(endNanos - startNanos), 1, endNanos);
    }

    private static Claim.Batch one(long walkedNanos) {
        return new Claim.Batch(List.of(CLAIMED), BEHIND, TAIL, Duration.ofNanos(walkedNanos));
    }
}
