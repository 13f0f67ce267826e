package dev.downbeat.worker.process;

import dev.downbeat.playbook.settings.HttpSettings;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.settings.PythonSettings;
import dev.downbeat.playbook.settings.ShellSettings;
import dev.downbeat.queue.Retention;
import dev.downbeat.queue.WorkerSettings;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.util.Set;

/** What the effective settings mean to the queue's worker and to the playbooks' tools. */
public final class SettingsOfWorker {
    private SettingsOfWorker() {}

    /** Returns how the worker claims, runs and flushes. */
    public static WorkerSettings queue(Settings settings, String name) {
        return WorkerSettings.DEFAULT
                .name(name)
                .queues(Set.copyOf(settings.get(KnownSettings.WORKER_QUEUES)))
                .concurrency(settings.get(KnownSettings.WORKER_CONCURRENCY))
                .fetchBatch(settings.get(KnownSettings.WORKER_FETCH_BATCH))
                .flushBatch(settings.get(KnownSettings.WORKER_FLUSH_BATCH))
                .flushInterval(settings.get(KnownSettings.WORKER_FLUSH_INTERVAL))
                .pollInterval(settings.get(KnownSettings.WORKER_POLL_INTERVAL))
                .lease(settings.get(KnownSettings.WORKER_LEASE))
                .listen(settings.get(KnownSettings.WORKER_NOTIFY))
                .retention(new Retention(
                        settings.get(KnownSettings.RETENTION_COMPLETED), settings.get(KnownSettings.RETENTION_FAILED)))
                .keepEvents(settings.get(KnownSettings.RETENTION_EVENTS));
    }

    /** Returns how playbooks run. */
    public static PlaybookSettings playbooks(Settings settings) {
        return new PlaybookSettings(
                settings.get(KnownSettings.INLINE_MAX_BYTES),
                settings.get(KnownSettings.COERCE_TEXT),
                http(settings),
                python(settings),
                new PostgresSettings(
                        settings.get(KnownSettings.POSTGRES_POOL_SIZE),
                        settings.get(KnownSettings.POSTGRES_CONNECT_TIMEOUT),
                        settings.get(KnownSettings.POSTGRES_TIMEOUT),
                        settings.get(KnownSettings.POSTGRES_MAX_ROWS)),
                new ShellSettings(
                        settings.get(KnownSettings.SHELL_ENABLED),
                        settings.get(KnownSettings.SHELL_TIMEOUT),
                        settings.get(KnownSettings.SHELL_MAX_OUTPUT_BYTES)));
    }

    private static HttpSettings http(Settings settings) {
        return new HttpSettings(
                settings.get(KnownSettings.HTTP_MAX_CONNECTIONS),
                settings.get(KnownSettings.HTTP_CONNECT_TIMEOUT),
                settings.get(KnownSettings.HTTP_TIMEOUT),
                settings.get(KnownSettings.HTTP_KEEPALIVE_EXPIRY),
                settings.get(KnownSettings.HTTP_MAX_RESPONSE_BYTES),
                settings.get(KnownSettings.HTTP_HOST_OVERRIDES),
                settings.get(KnownSettings.HTTP_REFUSE_PRIVATE));
    }

    private static PythonSettings python(Settings settings) {
        return new PythonSettings(
                settings.get(KnownSettings.PYTHON_ENABLED),
                settings.get(KnownSettings.PYTHON_EXECUTABLE),
                settings.get(KnownSettings.PYTHON_POOL_SIZE),
                settings.get(KnownSettings.PYTHON_IDLE),
                settings.get(KnownSettings.PYTHON_TIMEOUT),
                settings.get(KnownSettings.PYTHON_MAX_RESULT_BYTES),
                PythonSettings.DEFAULTS.maxLogBytes());
    }
}
