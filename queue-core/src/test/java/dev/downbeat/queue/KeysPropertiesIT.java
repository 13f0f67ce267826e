package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Enqueued.Outcome;
import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/** Throttle and debounce against a model of their arithmetic, in whole hours of a clock that the test sets. */
class KeysPropertiesIT {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    // What passes between setting the clock and reading it is less, and less than what an hour of the model is too
    // long.
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final TestDatabase database = TestDatabase.fresh();
    private final Queue queue = Queue.on(database.dataSource());
    private final TestClock clock = new TestClock(database);
    private int tries;

    @AfterProperty
    void close() {
        database.close();
    }

    @Property(tries = 60)
    void throttleCreatesExactlyWhenThePeriodOfTheLastOneIsOver(
            @ForAll @IntRange(min = 1, max = 5) int period,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 7) Integer> gaps) {
        String key = "key " + tries++;
        int now = 0;
        int free = 0;
        for (int gap : gaps) {
            now += gap;
            clock.set(time(now));

            Outcome outcome = queue.enqueue(TASK.with(now).throttle(key, Duration.ofHours(period)))
                    .outcome();

            assertThat(outcome).isEqualTo(now >= free ? Outcome.CREATED : Outcome.SKIPPED);
            free = outcome == Outcome.CREATED ? now + period : free;
        }
    }

    @Property(tries = 60)
    void debounceRunsEachSeriesOnceWithItsLastPayloadInTime(
            @ForAll @IntRange(min = 1, max = 4) int quiet,
            @ForAll @IntRange(min = 1, max = 10) int maxWait,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 6) Integer> gaps) {
        String key = "key " + tries++;
        var expected = new ArrayList<Integer>();
        var ran = new ArrayList<Integer>();
        int now = 0;
        int first = -1;
        int due = Integer.MAX_VALUE;
        for (int nr = 0; nr < gaps.size(); nr++) {
            now += gaps.get(nr);
            clock.set(time(now));
            ran.addAll(claimDue());
            if (now >= due) {
                expected.add(nr - 1);
                first = -1;
            }

            Enqueued enqueued =
                    queue.enqueue(TASK.with(nr).debounce(key, Duration.ofHours(quiet), Duration.ofHours(maxWait)));

            assertThat(enqueued.outcome()).isEqualTo(first < 0 ? Outcome.CREATED : Outcome.REPLACED);
            first = first < 0 ? now : first;
            due = Math.min(now + quiet, first + maxWait);
            Instant expectedDue = due == now + quiet
                    ? time(now).plus(Duration.ofHours(quiet))
                    : time(first).plus(Duration.ofHours(maxWait));
            assertThat(queue.get(enqueued.id()).orElseThrow().runAt())
                    .isBetween(expectedDue.minus(SLACK.multipliedBy(maxWait)), expectedDue.plus(SLACK));
        }
        clock.set(time(1_000));
        ran.addAll(claimDue());
        expected.add(gaps.size() - 1);

        assertThat(ran).isEqualTo(expected);
    }

    /** The hours of the clock are a little longer than those of the model, so that no moment falls on a period's end. */
    private static Instant time(int hour) {
        return START.plus(Duration.ofHours(1).plus(SLACK).multipliedBy(hour));
    }

    /** Takes away what could start now, as claims do; returns the payloads. */
    private List<Integer> claimDue() {
        return queue.installation()
                .with(
                        "Claiming",
                        connection -> queue
                                .installation()
                                .schema()
                                .jooq(connection)
                                .fetchValues(
                                        "with a as (delete from downbeat.scheduled where run_at <= downbeat.clock() returning id, payload),"
                                                + " b as (delete from downbeat.ready returning id, payload)"
                                                + " select payload::integer from (table a union all table b) c order by id")
                                .stream()
                                .map(Integer.class::cast)
                                .toList());
    }
}
