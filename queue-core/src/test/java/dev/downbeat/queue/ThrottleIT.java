package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Enqueued.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleIT extends KeysTestBase {

    @Test
    void throttlesToOnePerPeriodThoughTheFirstHasFinished() throws Exception {
        Enqueued first = queue.enqueue(throttled(1));
        drain();

        Enqueued second = queue.enqueue(throttled(2));

        assertThat(second).isEqualTo(new Enqueued(first.id(), Outcome.SKIPPED));
        drain();
        assertThat(seen).containsExactly(1);
    }

    @Test
    void throttlesAcrossConsecutivePeriodsToOneRunEach() throws Exception {
        for (int period = 0; period < 4; period++) {
            assertThat(queue.enqueue(throttled(10 * period)).outcome()).isEqualTo(Outcome.CREATED);
            if (period % 2 == 0) {
                drain(); // finished early, or still there when the next period begins
            }
            assertThat(queue.enqueue(throttled(10 * period + 1)).outcome()).isEqualTo(Outcome.SKIPPED);
            clock.advance(PERIOD.plusMinutes(1));
        }

        drain();
        assertThat(seen).containsExactlyInAnyOrder(0, 10, 20, 30); // the last two were claimed together
    }

    @Test
    void throttlesWithinOneCall() throws Exception {
        List<Enqueued> enqueued = queue.enqueueAll(List.of(
                throttled(1), TASK.with(9), throttled(2), TASK.with(3).throttle("other", PERIOD), throttled(4)));

        assertThat(outcomes(enqueued))
                .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.SKIPPED, Outcome.CREATED, Outcome.SKIPPED);
        assertThat(enqueued.get(2).id()).isEqualTo(enqueued.get(0).id());
        drain();
        assertThat(seen).containsExactlyInAnyOrder(1, 9, 3);
    }

    @Test
    void throttlesManyKeysInBulkAcrossConsecutivePeriods() throws Exception {
        var expected = new ArrayList<Integer>();
        for (int period = 0; period < 4; period++) {
            List<Enqueue<Integer>> bulk = new ArrayList<>();
            for (int nr = 0; nr < 30; nr++) {
                int payload = 100 * period + nr;
                bulk.add(TASK.with(payload).throttle("key " + nr % 3, PERIOD));
                if (nr < 3) {
                    expected.add(payload);
                }
            }

            List<Outcome> outcomes = outcomes(queue.enqueueAll(bulk));

            assertThat(outcomes.subList(0, 3)).containsOnly(Outcome.CREATED);
            assertThat(outcomes.subList(3, 30)).containsOnly(Outcome.SKIPPED);
            if (period % 2 == 0) {
                drain(); // finished early, or still there when the next period begins
                assertThat(outcomes(queue.enqueueAll(bulk))).containsOnly(Outcome.SKIPPED);
            }
            clock.advance(PERIOD.plusMinutes(1));
        }

        drain();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }
}
