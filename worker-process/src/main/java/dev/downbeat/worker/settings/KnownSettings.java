package dev.downbeat.worker.settings;

import static dev.downbeat.worker.settings.SettingType.flag;
import static dev.downbeat.worker.settings.SettingType.oneOf;
import static dev.downbeat.worker.settings.SettingType.pairs;
import static dev.downbeat.worker.settings.SettingType.span;
import static dev.downbeat.worker.settings.SettingType.text;
import static dev.downbeat.worker.settings.SettingType.whole;
import static dev.downbeat.worker.settings.SettingType.words;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting there is; {@code docs/settings.md} is this table. */
public final class KnownSettings {
    public static final Setting<String> DATABASE = new Setting<>(
            "database",
            text(),
            "",
            "jdbc:postgresql:// or postgres:// URL, or testcontainers[:IMAGE]; without one, an embedded server");
    public static final Setting<Duration> CONNECT_TIMEOUT = new Setting<>(
            "connect_timeout", span(ofMillis(100), ofHours(1)), "5s", "how long to wait for the database to be ready");

    public static final Setting<List<String>> WORKER_QUEUES = new Setting<>(
            "worker.queues", words(), "", "the queues a worker joins; all of its tasks' queues by default");
    public static final Setting<Integer> WORKER_CONCURRENCY =
            new Setting<>("worker.concurrency", whole(1, 10_000), "100", "executions at once in one worker");
    public static final Setting<Integer> WORKER_FETCH_BATCH =
            new Setting<>("worker.fetch_batch", whole(1, 10_000), "500", "executions in one claim, at most");
    public static final Setting<Integer> WORKER_FLUSH_BATCH =
            new Setting<>("worker.flush_batch", whole(1, 10_000), "500", "outcomes that are written at once");
    public static final Setting<Duration> WORKER_FLUSH_INTERVAL = new Setting<>(
            "worker.flush_interval", span(Duration.ZERO, ofMinutes(1)), "10ms", "an outcome waits this long, at most");
    public static final Setting<Duration> WORKER_POLL_INTERVAL = new Setting<>(
            "worker.poll_interval", span(ofMillis(1), ofHours(1)), "1s", "an idle worker looks again after this");
    public static final Setting<Duration> WORKER_LEASE = new Setting<>(
            "worker.lease", span(ofSeconds(1), ofHours(1)), "15s", "a dead worker's executions run again after this");
    public static final Setting<Duration> WORKER_GRACE = new Setting<>(
            "worker.grace",
            span(Duration.ZERO, ofHours(24)),
            "20s",
            "a stopping worker lets handlers finish this long");
    public static final Setting<Boolean> WORKER_NOTIFY =
            new Setting<>("worker.notify", flag(), "true", "LISTEN for new work; false behind transaction poolers");
    public static final Setting<String> WORKER_HEAP =
            new Setting<>("worker.heap", text(), "256m", "heap of a spawned worker, as in -Xmx");

    public static final Setting<Integer> RUN_WORKERS =
            new Setting<>("run.workers", whole(0, 256), "2", "worker processes that run spawns");
    public static final Setting<Duration> RUN_TIMEOUT = new Setting<>(
            "run.timeout", span(ofSeconds(1), ofDays(30)), "1h", "run and exec --wait give up after this");

    public static final Setting<Integer> INLINE_MAX_BYTES = new Setting<>(
            "inline_max_bytes", whole(1024, 16_777_216), "65536", "a larger result goes to the store, by reference");
    public static final Setting<Map<String, String>> HTTP_HOST_OVERRIDES =
            new Setting<>("http.host_overrides", pairs(), "", "PREFIX=BASE: calls under the prefix go to the base");
    public static final Setting<Integer> HTTP_MAX_CONNECTIONS =
            new Setting<>("http.max_connections", whole(1, 10_000), "200", "HTTP calls at once in one worker");
    public static final Setting<Integer> PYTHON_POOL =
            new Setting<>("python.pool", whole(1, 1000), "8", "python processes in one worker, at most");
    public static final Setting<String> PYTHON_COMMAND =
            new Setting<>("python.command", text(), "python3", "the interpreter of python steps");
    public static final Setting<Boolean> COERCE_TEXT = new Setting<>(
            "coerce_text", flag(), "false", "read mixed template text that looks like JSON or a number as such");

    public static final Setting<Integer> QUERY_MAX_ROWS =
            new Setting<>("query.max_rows", whole(1, 1_000_000), "1000", "rows that query shows of one statement");
    public static final Setting<Duration> QUERY_TIMEOUT =
            new Setting<>("query.timeout", span(ofMillis(100), ofHours(1)), "30s", "query gives up after this");
    public static final Setting<String> LOG_LEVEL =
            new Setting<>("log.level", oneOf("error", "warn", "info", "debug", "trace"), "warn", "least level logged");

    /** All of them, in the order people read them. */
    public static final List<Setting<?>> ALL = List.of(
            DATABASE,
            CONNECT_TIMEOUT,
            WORKER_QUEUES,
            WORKER_CONCURRENCY,
            WORKER_FETCH_BATCH,
            WORKER_FLUSH_BATCH,
            WORKER_FLUSH_INTERVAL,
            WORKER_POLL_INTERVAL,
            WORKER_LEASE,
            WORKER_GRACE,
            WORKER_NOTIFY,
            WORKER_HEAP,
            RUN_WORKERS,
            RUN_TIMEOUT,
            INLINE_MAX_BYTES,
            HTTP_HOST_OVERRIDES,
            HTTP_MAX_CONNECTIONS,
            PYTHON_POOL,
            PYTHON_COMMAND,
            COERCE_TEXT,
            QUERY_MAX_ROWS,
            QUERY_TIMEOUT,
            LOG_LEVEL);

    private KnownSettings() {}

    /** Returns the setting of this key. */
    public static Optional<Setting<?>> byKey(String key) {
        return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** Returns all keys. */
    public static List<String> keys() {
        return ALL.stream().<String>map(Setting::key).toList();
    }
}
