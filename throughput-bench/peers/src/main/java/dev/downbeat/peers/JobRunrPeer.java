package dev.downbeat.peers;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import java.time.Duration;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr, its open-source edition, with the shortest poll interval that it allows on a database; idle workers fetch before that. */
final class JobRunrPeer implements Peer {
    private static final Duration POLL = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "jobrunr";
    }

    @Override
    public void install(DataSource database) {
        new PostgresStorageProvider(database).close();
    }

    @Override
    public void enqueue(DataSource database, int tasks) {
        JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database))
                .initialize();
        BackgroundJobRequest.enqueue(IntStream.range(0, tasks).mapToObj(Noop::new));
        JobRunr.destroy();
    }

    @Override
    public Runnable work(DataSource database, Runnable executed) {
        JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database))
                .useJobActivator(activator(new NoopHandler(executed)))
                .useBackgroundJobServer(usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(CONCURRENCY)
                        .andPollInterval(POLL))
                .initialize();
        return JobRunr::destroy;
    }

    @Override
    public String anythingLeft() {
        return "select exists (select from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING'))";
    }

    private static JobActivator activator(NoopHandler handler) {
        return new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(handler);
            }
        };
    }

    /** What is enqueued. */
    public record Noop(int number) implements JobRequest {
        @Override
        public Class<NoopHandler> getJobRequestHandler() {
            return NoopHandler.class;
        }
    }

    /** What it does. */
    public static final class NoopHandler implements JobRequestHandler<Noop> {
        private final Runnable executed;

        NoopHandler(Runnable executed) {
            this.executed = executed;
        }

        @Override
        public void run(Noop job) {
            executed.run();
        }
    }
}
