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
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting there is; {@code docs/settings.md} is this table. */
public final class KnownSettings {
    private static final int MAX_BYTES = 1 << 30; // 1 GiB

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
            "worker.flush_interval", span(Duration.ZERO, ofSeconds(1)), "10ms", "an outcome waits this long, at most");
    public static final Setting<Duration> WORKER_POLL_INTERVAL = new Setting<>(
            "worker.poll_interval", span(ofMillis(1), ofHours(1)), "1s", "an idle worker looks again after this");
    public static final Setting<Duration> WORKER_LEASE = new Setting<>(
            "worker.lease", span(ofSeconds(1), ofHours(1)), "15s", "a dead worker's executions run again after this");
    public static final Setting<Integer> WORKER_CONNECTIONS =
            new Setting<>("worker.connections", whole(6, 1000), "12", "database connections of one worker, at most");
    public static final Setting<Duration> WORKER_GRACE = new Setting<>(
            "worker.grace",
            span(Duration.ZERO, ofHours(24)),
            "20s",
            "a stopping worker lets handlers finish this long");
    public static final Setting<Boolean> WORKER_NOTIFY =
            new Setting<>("worker.notify", flag(), "true", "LISTEN for new work; false behind transaction poolers");
    public static final Setting<Integer> METRICS_PORT = new Setting<>(
            "metrics.port",
            whole(0, 65_535),
            "",
            "a worker serves /metrics, /health and /ready here; 0 for any free port; none of those that run spawns");
    public static final Setting<String> METRICS_ADDRESS = new Setting<>(
            "metrics.address", text(), "127.0.0.1", "the address of that port; 0.0.0.0 lets other machines in");
    public static final Setting<Duration> RETENTION_COMPLETED = new Setting<>(
            "retention.completed",
            span(Duration.ZERO, Duration.ofDays(36_500)),
            "7d",
            "completed executions are kept this long, unless their task says so");
    public static final Setting<Duration> RETENTION_FAILED = new Setting<>(
            "retention.failed",
            span(Duration.ZERO, Duration.ofDays(36_500)),
            "30d",
            "failed and cancelled executions are kept this long, unless their task says so");
    public static final Setting<Duration> RETENTION_EVENTS = new Setting<>(
            "retention.events",
            span(ofHours(1), Duration.ofDays(36_500)),
            "30d",
            "events are kept this long, for waits that come later");
    public static final Setting<String> WORKER_HEAP =
            new Setting<>("worker.heap", text(), "256m", "heap of a spawned worker, as in -Xmx");

    public static final Setting<Integer> RUN_WORKERS =
            new Setting<>("run.workers", whole(0, 256), "2", "worker processes that run spawns");
    public static final Setting<Duration> RUN_TIMEOUT = new Setting<>(
            "run.timeout", span(ofSeconds(1), ofDays(30)), "1h", "run and exec --wait give up after this");

    public static final Setting<Integer> INLINE_MAX_BYTES = new Setting<>(
            "inline_max_bytes", whole(1024, 16_777_216), "65536", "a larger result goes to the store, by reference");
    public static final Setting<Boolean> COERCE_TEXT = new Setting<>(
            "coerce_text",
            flag(),
            "false",
            "text that a template makes becomes a number, list, … where it reads as one");
    public static final Setting<Map<String, String>> HTTP_HOST_OVERRIDES =
            new Setting<>("http.host_overrides", pairs(), "", "PREFIX=BASE: calls under the prefix go to the base");
    public static final Setting<Integer> HTTP_MAX_CONNECTIONS =
            new Setting<>("http.max_connections", whole(1, 10_000), "100", "HTTP calls at once in one worker");
    public static final Setting<Duration> HTTP_CONNECT_TIMEOUT = new Setting<>(
            "http.connect_timeout", span(ofMillis(1), ofHours(1)), "10s", "a connection must open within this");
    public static final Setting<Duration> HTTP_TIMEOUT = new Setting<>(
            "http.timeout", span(ofMillis(1), ofHours(24)), "30s", "an HTTP call without a timeout of its own");
    public static final Setting<Duration> HTTP_KEEPALIVE_EXPIRY = new Setting<>(
            "http.keepalive_expiry", span(ofMillis(1), ofHours(1)), "30s", "an idle connection is kept this long");
    public static final Setting<Integer> HTTP_MAX_RESPONSE_BYTES = new Setting<>(
            "http.max_response_bytes", whole(1, MAX_BYTES), "67108864", "a longer response body is an error");
    public static final Setting<Boolean> HTTP_REFUSE_PRIVATE = new Setting<>(
            "http.refuse_private_addresses", flag(), "false", "refuse calls to loopback and private addresses");

    public static final Setting<Boolean> PYTHON_ENABLED =
            new Setting<>("python.enabled", flag(), "true", "whether python steps may run");
    public static final Setting<String> PYTHON_EXECUTABLE =
            new Setting<>("python.executable", text(), "python3", "the interpreter of python steps");
    public static final Setting<Integer> PYTHON_POOL_SIZE =
            new Setting<>("python.pool_size", whole(1, 1000), "16", "python processes in one worker, at most");
    public static final Setting<Duration> PYTHON_IDLE = new Setting<>(
            "python.idle", span(ofMillis(1), ofHours(24)), "60s", "an unused python process is kept this long");
    public static final Setting<Duration> PYTHON_TIMEOUT = new Setting<>(
            "python.timeout", span(ofMillis(1), ofHours(24)), "10m", "a python call without a timeout of its own");
    public static final Setting<Integer> PYTHON_MAX_RESULT_BYTES = new Setting<>(
            "python.max_result_bytes", whole(1, MAX_BYTES), "67108864", "a longer python result is an error");

    public static final Setting<Integer> POSTGRES_POOL_SIZE = new Setting<>(
            "postgres.pool_size", whole(1, 1000), "10", "connections of postgres steps per credential in one worker");
    public static final Setting<Duration> POSTGRES_CONNECT_TIMEOUT = new Setting<>(
            "postgres.connect_timeout",
            span(ofMillis(250), ofHours(1)),
            "10s",
            "a postgres call waits this long for a connection");
    public static final Setting<Duration> POSTGRES_TIMEOUT = new Setting<>(
            "postgres.timeout", span(ofMillis(1), ofHours(24)), "5m", "a postgres call without a timeout of its own");
    public static final Setting<Integer> POSTGRES_MAX_ROWS = new Setting<>(
            "postgres.max_rows", whole(1, 10_000_000), "100000", "rows that one statement of a step may return");

    public static final Setting<Boolean> SHELL_ENABLED =
            new Setting<>("shell.enabled", flag(), "true", "whether shell steps may run");
    public static final Setting<Duration> SHELL_TIMEOUT = new Setting<>(
            "shell.timeout", span(ofMillis(1), ofHours(24)), "10m", "a shell call without a timeout of its own");
    public static final Setting<Integer> SHELL_MAX_OUTPUT_BYTES = new Setting<>(
            "shell.max_output_bytes",
            whole(0, 1 << 30),
            "1048576",
            "a shell call's stdout and stderr are cut at this, each");

    public static final Setting<Integer> QUERY_MAX_ROWS =
            new Setting<>("query.max_rows", whole(1, 1_000_000), "1000", "rows that query shows of one statement");
    public static final Setting<Duration> QUERY_TIMEOUT =
            new Setting<>("query.timeout", span(ofMillis(100), ofHours(1)), "30s", "query gives up after this");
    public static final Setting<String> LOG_LEVEL = new Setting<>(
            "log.level",
            oneOf("error", "warn", "info", "debug", "trace"),
            "warn",
            "least level logged; a worker logs from info on");

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
            WORKER_CONNECTIONS,
            WORKER_GRACE,
            WORKER_NOTIFY,
            WORKER_HEAP,
            METRICS_PORT,
            METRICS_ADDRESS,
            RETENTION_COMPLETED,
            RETENTION_FAILED,
            RETENTION_EVENTS,
            RUN_WORKERS,
            RUN_TIMEOUT,
            INLINE_MAX_BYTES,
            COERCE_TEXT,
            HTTP_HOST_OVERRIDES,
            HTTP_MAX_CONNECTIONS,
            HTTP_CONNECT_TIMEOUT,
            HTTP_TIMEOUT,
            HTTP_KEEPALIVE_EXPIRY,
            HTTP_MAX_RESPONSE_BYTES,
            HTTP_REFUSE_PRIVATE,
            PYTHON_ENABLED,
            PYTHON_EXECUTABLE,
            PYTHON_POOL_SIZE,
            PYTHON_IDLE,
            PYTHON_TIMEOUT,
            PYTHON_MAX_RESULT_BYTES,
            POSTGRES_POOL_SIZE,
            POSTGRES_CONNECT_TIMEOUT,
            POSTGRES_TIMEOUT,
            POSTGRES_MAX_ROWS,
            SHELL_ENABLED,
            SHELL_TIMEOUT,
            SHELL_MAX_OUTPUT_BYTES,
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
