package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.distribution.Loader;
import dev.downbeat.analysis.operation.Operation.Cost;
import dev.downbeat.queue.internal.Ageing;
import dev.downbeat.queue.internal.Cancel;
import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.ClaimLimited;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.DedupeKeys;
import dev.downbeat.queue.internal.DeliverEvents;
import dev.downbeat.queue.internal.Emit;
import dev.downbeat.queue.internal.Fault;
import dev.downbeat.queue.internal.FireSchedules;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.LimitShare;
import dev.downbeat.queue.internal.NewExecution;
import dev.downbeat.queue.internal.Prune;
import dev.downbeat.queue.internal.PutKeyed;
import dev.downbeat.queue.internal.ReadGates;
import dev.downbeat.queue.internal.Reconcile;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.Timeouts;
import dev.downbeat.queue.internal.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What workers and callers run in several statements: each is played once, and what it sends is recorded. Their values are
 * those of {@link Loader}: the first worker, the first queue and its first task, keys by their numbers.
 */
final class WorkingOperations {
    private static final SchemaName SCHEMA = SchemaName.DEFAULT;
    private static final long WORKER = 1;
    private static final int QUEUE = 1;
    private static final int TASK = 1;
    private static final int UNKNOWN_TASK = 1_000_000;
    private static final int BATCH = 100;
    private static final int AMOUNT = 50;
    private static final long MINUTE_MICROS = 60_000_000;
    private static final String ERROR = "{\"kind\": \"error\", \"type\": \"\", \"message\": \"boom\"}";

    private WorkingOperations() {}

    static List<Operation> recordedOn(Connection connection) throws SQLException {
        Rehearsal rehearsal = new Rehearsal(connection);
        limits(rehearsal);
        keys(rehearsal);
        events(rehearsal);
        flushes(rehearsal);
        care(rehearsal);
        return rehearsal.operations();
    }

    private static void limits(Rehearsal rehearsal) throws SQLException {
        ClaimLimited claim = new ClaimLimited(SCHEMA);
        LimitShare share = new LimitShare(SCHEMA);
        rehearsal
                .play(
                        "claim-limited",
                        "ClaimLimited",
                        Cost.FLAT,
                        to -> claim.execute(to.connection(), WORKER, QUEUE, new int[] {TASK}, Claim.Place.HEAD, BATCH))
                .play("share-has-work", "LimitShare", Cost.FLAT, to -> share.hasWork(to.connection(), QUEUE, TASK))
                .play(
                        "share-has-none",
                        "LimitShare",
                        Cost.FLAT,
                        to -> share.hasWork(to.connection(), QUEUE, UNKNOWN_TASK))
                .play(
                        "share-take",
                        "LimitShare",
                        Cost.FLAT,
                        to -> share.take(to.connection(), WORKER, TASK, AMOUNT, BATCH))
                .play("share-keep", "LimitShare", Cost.FLAT, to -> share.keep(to.connection(), WORKER, TASK, AMOUNT))
                .play(
                        "gates",
                        "ReadGates",
                        Cost.FLAT,
                        to -> new ReadGates(SCHEMA).execute(to.connection(), new int[] {TASK}, new int[] {QUEUE}));
    }

    /** Every other key is taken. */
    private static void keys(Rehearsal rehearsal) throws SQLException {
        DedupeKeys dedupe = new DedupeKeys(SCHEMA);
        NewExecution fresh = new NewExecution(null, TASK, QUEUE, 0, null, null, "{\"number\": 1}", null);
        List<DedupeKeys.Key> keys = IntStream.rangeClosed(1, BATCH)
                .mapToObj(number -> new DedupeKeys.Key(TASK, key(number)))
                .toList();
        List<PutKeyed.Request> throttled = IntStream.rangeClosed(1, BATCH)
                .mapToObj(number ->
                        new PutKeyed.Request(fresh, PutKeyed.Kind.THROTTLE, key(number), "skip", MINUTE_MICROS, null))
                .toList();
        rehearsal
                .play("keys-100", "DedupeKeys", Cost.FLAT, to -> dedupe.take(to.connection(), keys))
                .play(
                        "key-replaced",
                        "DedupeKeys",
                        Cost.FLAT,
                        to -> dedupe.replace(to.connection(), Loader.SCHEDULED_FROM + 1, fresh))
                .play(
                        "throttle-100",
                        "PutKeyed",
                        Cost.FLAT,
                        to -> new PutKeyed(SCHEMA).execute(to.connection(), throttled));
    }

    private static String key(int number) {
        return number % 2 == 0 ? Integer.toString(number) : "new " + number;
    }

    private static void events(Rehearsal rehearsal) throws SQLException {
        rehearsal
                .play(
                        "emit",
                        "Emit",
                        Cost.FLAT,
                        to -> new Emit(SCHEMA).execute(to.connection(), "paid", "1", "{}", null))
                .play("events", "DeliverEvents", Cost.FLAT, to -> new DeliverEvents(SCHEMA).execute(to.connection()))
                .play("timeouts", "Timeouts", Cost.FLAT, to -> new Timeouts(SCHEMA).execute(to.connection()));
    }

    private static void flushes(Rehearsal rehearsal) throws SQLException {
        flush(
                rehearsal,
                "flush-100-retried",
                "Reschedule",
                held -> new Transition.Retried(held, MINUTE_MICROS, new Fault(ERROR, null), false));
        flush(rehearsal, "flush-100-slept", "Reschedule", held -> new Transition.Slept(held, "nap", MINUTE_MICROS));
        flush(
                rehearsal,
                "flush-100-awaiting",
                "ParkForEvent",
                held -> new Transition.Awaiting(held, "shipping", "shipped", Long.toString(held.id()), MINUTE_MICROS));
    }

    private static void flush(
            Rehearsal rehearsal, String name, String statement, Function<Claimed, Transition> transition)
            throws SQLException {
        List<Transition> batch = IntStream.rangeClosed(1, BATCH)
                .mapToObj(number -> new Claimed(number, WORKER, 1, 1, TASK, 0, 0, null, Map.of()))
                .map(transition)
                .toList();
        rehearsal.play(name, statement, Cost.FLAT, to -> new Flush(SCHEMA).executeWithin(to.connection(), batch));
    }

    private static void care(Rehearsal rehearsal) throws SQLException {
        rehearsal
                .play("cron-fire", "FireSchedules", Cost.FLAT, to -> new FireSchedules(SCHEMA).execute(to.connection()))
                .play("ageing", "Ageing", Cost.FLAT, to -> new Ageing(SCHEMA).execute(to.connection()))
                .play("prune", "Prune", Cost.FLAT, to -> new Prune(SCHEMA).step(to.connection()))
                .play(
                        "cancel",
                        "Cancel",
                        Cost.FLAT,
                        to -> new Cancel(SCHEMA).execute(to.connection(), Loader.READY_FROM + 1, "asked for", ERROR))
                // Once in a while, where an answer was lost: it may look through what runs.
                .play(
                        "reconcile",
                        "Reconcile",
                        Cost.GROWING,
                        to -> new Reconcile(SCHEMA).execute(to.connection(), WORKER, Set.of()));
    }
}
