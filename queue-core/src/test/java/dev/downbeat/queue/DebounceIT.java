package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Enqueued.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebounceIT extends KeysTestBase {

    @Test
    void debouncesToOneRunWithTheLastPayload() throws Exception {
        Enqueued first = queue.enqueue(debounced(1));
        clock.advance(Duration.ofMinutes(6));
        assertThat(queue.enqueue(debounced(2))).isEqualTo(new Enqueued(first.id(), Outcome.REPLACED));
        clock.advance(Duration.ofMinutes(6));
        drain();
        assertThat(seen).isEmpty();

        clock.advance(Duration.ofMinutes(5));

        drain();
        assertThat(seen).containsExactly(2);
    }

    @Test
    void debouncesNoLongerThanItsMaximumWait() throws Exception {
        for (int minute = 0; minute <= 60; minute += 5) {
            queue.enqueue(debounced(minute));
            clock.advance(Duration.ofMinutes(5));
        }

        drain();

        assertThat(seen).containsExactly(60);
    }

    @Test
    void debouncesAcrossConsecutivePeriodsToOneRunEach() throws Exception {
        for (int period = 0; period < 4; period++) {
            assertThat(outcomes(queue.enqueueAll(List.of(debounced(10 * period), debounced(10 * period + 1)))))
                    .containsExactly(Outcome.CREATED, Outcome.REPLACED);
            clock.advance(QUIET.plusMinutes(1));
            drain();
        }

        assertThat(seen).containsExactly(1, 11, 21, 31);
    }

    @Test
    void debouncesWithinOneCall() throws Exception {
        List<Enqueued> enqueued = queue.enqueueAll(List.of(debounced(1), debounced(2), TASK.with(9), debounced(3)));

        assertThat(outcomes(enqueued))
                .containsExactly(Outcome.CREATED, Outcome.REPLACED, Outcome.CREATED, Outcome.REPLACED);
        clock.advance(QUIET.plusMinutes(1));
        drain();
        assertThat(seen).containsExactlyInAnyOrder(9, 3);
    }

    @Test
    void beginsANewDebounceWhileTheLastOneRuns() throws Exception {
        var again = new ArrayList<Enqueued>();
        queue.enqueue(debounced(1));
        clock.advance(QUIET.plusMinutes(1));

        drain(worker().run(TASK, (n, context) -> {
            seen.add(n);
            again.add(queue.enqueue(debounced(2)));
        }));

        assertThat(again).extracting(Enqueued::outcome).containsExactly(Outcome.CREATED);
        clock.advance(QUIET.plusMinutes(1));
        drain();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void debouncesManyKeysInBulkAcrossConsecutivePeriods() throws Exception {
        var expected = new ArrayList<Integer>();
        for (int period = 0; period < 4; period++) {
            List<Enqueue<Integer>> bulk = new ArrayList<>();
            for (int nr = 0; nr < 30; nr++) {
                int payload = 100 * period + nr;
                bulk.add(TASK.with(payload).debounce("key " + nr % 3, QUIET, PERIOD));
                if (nr >= 27) {
                    expected.add(payload);
                }
            }

            List<Outcome> outcomes = outcomes(queue.enqueueAll(bulk));

            assertThat(outcomes.subList(0, 3)).containsOnly(Outcome.CREATED);
            assertThat(outcomes.subList(3, 30)).containsOnly(Outcome.REPLACED);
            clock.advance(QUIET.plusMinutes(1));
            drain();
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }
}
