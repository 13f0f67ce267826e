package dev.downbeat.playbook.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which items start, and when a loop is done. */
class LoopDecisionTest {
    @ParameterizedTest
    @CsvSource({"0, 10, 0, true", "3, 10, 3, false", "50, 10, 10, false", "5, 1, 1, false"})
    void beginsAsManyItemsAsItsWidthAllows(int total, int width, int count, boolean done) {
        LoopDecision decision = LoopDecision.begin(LoopState.begin(total, width, false));

        assertThat(decision.first()).isZero();
        assertThat(decision.count()).isEqualTo(count);
        assertThat(decision.state().done()).isEqualTo(done);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "100, 10", "5, 50"})
    void handsOutEveryItemOnceAndIsDoneOnceWhateverTheOrder(int total, int width) {
        Random random = new Random(total * 31L + width);
        LoopDecision decision = LoopDecision.begin(LoopState.begin(total, width, false));
        Deque<Integer> running = new ArrayDeque<>();
        int next = 0;
        int done = 0;

        while (true) {
            assertThat(decision.first()).isEqualTo(next);
            for (int i = 0; i < decision.count(); i++) {
                running.add(next++);
            }
            assertThat(running.size())
                    .isLessThanOrEqualTo(width)
                    .isEqualTo(decision.state().running());
            if (decision.state().done()) {
                done++;
            }
            if (running.isEmpty()) {
                break;
            }
            running.removeFirst();
            decision = LoopDecision.afterItem(decision.state(), random.nextBoolean());
        }

        assertThat(next).isEqualTo(total);
        assertThat(done).isEqualTo(1);
        assertThat(decision.state().succeeded() + decision.state().failed()).isEqualTo(total);
    }

    @Test
    void startsNoMoreAfterAFailureThatStopsIt() {
        LoopState running = LoopDecision.begin(LoopState.begin(10, 2, true)).state();

        LoopDecision afterFailure = LoopDecision.afterItem(running, false);
        LoopDecision afterLast = LoopDecision.afterItem(afterFailure.state(), true);

        assertThat(afterFailure.count()).isZero();
        assertThat(afterFailure.state().done()).isFalse();
        assertThat(afterLast.count()).isZero();
        assertThat(afterLast.state().done()).isTrue();
        assertThat(afterLast.state().stopped()).isTrue();
    }
}
