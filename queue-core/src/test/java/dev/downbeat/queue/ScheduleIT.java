package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.Schedules.Outcome;
import dev.downbeat.queue.cron.Cron;
import dev.downbeat.queue.cron.MissedRuns;
import dev.downbeat.queue.cron.OverlapPolicy;
import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduleIT extends QueueTestBase {

    record Report(String city) {}

    private static final Task<Report, @Nullable Void> REPORT =
            Task.of("report", Report.class).retry(RetryPolicy.never());
    private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    // So that what a test takes is nothing beside it.
    private static final Cron HOURLY = Cron.utc("0 * * * *");

    private TestClock clock;
    private final ConcurrentLinkedQueue<String> cities = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void openClock() {
        clock = new TestClock(database);
    }

    @Test
    void firesASlotOnceHoweverManyTry() throws Exception {
        clock.set(NOON);
        for (int i = 0; i < 20; i++) {
            queue.schedule(hourly("report " + i));
        }
        clock.advance(HOUR);
        var together = new CyclicBarrier(4);
        Callable<Integer> fire = () -> {
            together.await();
            return fire();
        };

        int fired = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> count : threads.invokeAll(List.of(fire, fire, fire, fire))) {
                fired += count.get();
            }
        }

        assertThat(fired).isEqualTo(20);
        assertThat(queue.count(ExecutionFilter.ALL)).isEqualTo(20);
    }

    @Test
    void everyFireGetsThePayloadThoughAllWorkersWereRestarted() throws Exception {
        clock.set(NOON);
        queue.schedule(Schedule.of("oslo", REPORT, new Report("Oslo"), HOURLY));

        for (int i = 0; i < 3; i++) {
            clock.advance(HOUR);
            drain(reporter());
        }

        assertThat(cities).containsExactly("Oslo", "Oslo", "Oslo");
    }

    @Test
    void theNextSlotFiresThoughTheHandlerThrew() throws Exception {
        clock.set(NOON);
        queue.schedule(hourly("failing"));

        for (int i = 0; i < 2; i++) {
            clock.advance(HOUR);
            drain(worker().run(REPORT, (report, context) -> {
                throw new IllegalStateException("no paper");
            }));
        }

        assertThat(queue.count(ExecutionFilter.ALL.in(ExecutionState.FAILED))).isEqualTo(2);
        assertThat(only().nextFireAt()).isAfter(NOON.plus(HOUR.multipliedBy(2)));
    }

    @Test
    void twoWorkersFireOnce() throws Exception {
        clock.set(NOON);
        Worker.Builder first = reporter().schedule(hourly("declared"));
        Worker.Builder second = reporter().schedule(hourly("declared"));
        drain(first);
        drain(second);

        clock.advance(HOUR);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (Future<Boolean> done : threads.invokeAll(List.of(drainer(), drainer()))) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(cities).hasSize(1);
    }

    @Test
    void aRunningWorkerFiresWithoutBeingTold() throws Exception {
        started(reporter().schedule(Schedule.of("now", REPORT, new Report("Rome"), Cron.utc("* * * * * *"))));

        Await.until("a fire", () -> !cities.isEmpty());
    }

    @Test
    void anotherExpressionReplacesTheFirst() {
        clock.set(NOON);
        assertThat(queue.schedule(hourly("nightly"))).isEqualTo(Outcome.CREATED);

        Outcome outcome = queue.schedule(
                Schedule.of("nightly", REPORT, new Report("Oslo"), Cron.of("0 3 * * *", ZoneId.of("Europe/Berlin"))));

        assertThat(outcome).isEqualTo(Outcome.REPLACED);
        assertThat(only().nextFireAt()).isEqualTo("2030-06-02T01:00:00Z");
    }

    @Test
    void theSameAgainChangesNothing() {
        clock.set(NOON);
        queue.schedule(hourly("nightly"));
        clock.advance(HOUR);

        assertThat(queue.schedule(hourly("nightly"))).isEqualTo(Outcome.UNCHANGED);
        assertThat(only().nextFireAt()).isEqualTo(NOON.plus(HOUR));
    }

    @Test
    void anotherPayloadKeepsTheNextSlot() {
        clock.set(NOON);
        queue.schedule(hourly("nightly"));
        clock.advance(HOUR);

        queue.schedule(Schedule.of("nightly", REPORT, new Report("Bergen"), HOURLY));

        assertThat(only().nextFireAt()).isEqualTo(NOON.plus(HOUR));
        assertThat(String.valueOf(only().payload())).contains("Bergen");
    }

    @Test
    void aWorkersStartErasesNoOthersSchedules() throws Exception {
        queue.schedule(hourly("dynamic"));
        drain(reporter().schedule(hourly("first worker's")));

        drain(reporter().schedule(hourly("second worker's")));

        assertThat(queue.schedules().list())
                .extracting(StoredSchedule::name)
                .containsExactly("dynamic", "first worker's", "second worker's");
    }

    @Test
    void skipsASlotWhileTheEarlierExecutionIsNotFinished() throws Exception {
        clock.set(NOON);
        queue.schedule(hourly("report").overlap(OverlapPolicy.SKIP));
        clock.advance(HOUR);
        fire();

        clock.advance(HOUR);
        assertThat(fire()).isZero();
        drain(reporter());
        clock.advance(HOUR);

        assertThat(fire()).isEqualTo(1);
    }

    @Test
    void slotsMayOverlap() throws Exception {
        clock.set(NOON);
        queue.schedule(hourly("report").overlap(OverlapPolicy.ALLOW));
        clock.advance(HOUR);
        fire();

        clock.advance(HOUR);

        assertThat(fire()).isEqualTo(1);
    }

    @Test
    void missedSlotsAreSkippedOrFiredOnceOrAllFired() throws Exception {
        clock.set(NOON);
        queue.schedule(Schedule.of("skip", REPORT, new Report("skip"), HOURLY).missedRuns(MissedRuns.SKIP));
        queue.schedule(Schedule.of("once", REPORT, new Report("once"), HOURLY).missedRuns(MissedRuns.ONCE));
        queue.schedule(Schedule.of("all", REPORT, new Report("all"), HOURLY).missedRuns(MissedRuns.all(100)));
        queue.schedule(Schedule.of("two", REPORT, new Report("two"), HOURLY).missedRuns(MissedRuns.all(2)));

        clock.advance(Duration.ofHours(5).plusMinutes(30));
        drain(reporter());

        assertThat(cities).containsExactlyInAnyOrder("once", "all", "all", "all", "all", "all", "two", "two");
    }

    @Test
    void anExecutionKnowsItsSlot() throws Exception {
        clock.set(NOON);
        queue.schedule(Schedule.of("all", REPORT, new Report("all"), HOURLY).missedRuns(MissedRuns.all(2)));
        clock.advance(Duration.ofHours(2).plusMinutes(30));

        fire();

        assertThat(queue.list(ExecutionFilter.ALL))
                .extracting(Execution::runAt)
                .containsExactly(NOON.plus(HOUR), NOON.plus(HOUR.multipliedBy(2)));
    }

    @Test
    void aPausedScheduleLetsItsSlotsPass() throws Exception {
        clock.set(NOON);
        queue.schedule(hourly("report"));
        queue.schedules().pause("report");
        clock.advance(HOUR.multipliedBy(10));
        assertThat(fire()).isZero();

        assertThat(queue.schedules().resume("report")).isTrue();

        assertThat(fire()).isZero();
        clock.advance(HOUR);
        assertThat(fire()).isEqualTo(1);
    }

    @Test
    void aRemovedScheduleFiresNoMore() throws Exception {
        clock.set(NOON);
        queue.schedule(hourly("report"));

        assertThat(queue.schedules().remove("report")).isTrue();
        assertThat(queue.schedules().remove("report")).isFalse();

        clock.advance(HOUR.multipliedBy(10));
        assertThat(fire()).isZero();
    }

    @Test
    void oneThatCannotBeReadIsPausedAndKeepsNoOtherFromFiring() throws Exception {
        clock.set(NOON);
        queue.schedule(hourly("broken"));
        queue.schedule(hourly("sound"));
        database.execute("update downbeat.schedule set zone = 'Mars/Olympus' where name = 'broken'");
        clock.advance(HOUR);

        assertThat(fire()).isEqualTo(1);

        assertThat(queue.schedules().list().getFirst().paused()).isTrue();
    }

    @Test
    void refusesAPayloadThatDoesNotFitBeforeAnythingIsStored() {
        var strict = Task.of("strict", Integer.class);
        assertThatThrownBy(() -> queue.schedule(Schedule.of("", strict, 1, HOURLY)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.schedules().list()).isEmpty();
    }

    private Schedule<Report> hourly(String name) {
        return Schedule.of(name, REPORT, new Report("Oslo"), HOURLY);
    }

    private StoredSchedule only() {
        return new ArrayList<>(queue.schedules().list()).getFirst();
    }

    private int fire() throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            return queue.installation()
                    .statements()
                    .fireSchedules()
                    .execute(connection)
                    .executions();
        }
    }

    private Worker.Builder reporter() {
        return worker().run(REPORT, (report, context) -> cities.add(report.city()));
    }

    private Callable<Boolean> drainer() {
        return () -> {
            drain(reporter());
            return true;
        };
    }
}
