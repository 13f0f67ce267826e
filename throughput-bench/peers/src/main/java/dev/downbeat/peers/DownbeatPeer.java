package dev.downbeat.peers;

import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Ours. */
final class DownbeatPeer implements Peer {
    private static final Task<Integer, @Nullable Void> NOOP = Task.of("peers.noop", Integer.class);

    @Override
    public String name() {
        return "downbeat";
    }

    @Override
    public void install(DataSource database) {
        // A scratch database has the schema.
    }

    @Override
    public void enqueue(DataSource database, int tasks) {
        List<Enqueue<?>> requests = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            requests.add(NOOP.with(i));
        }
        Queue.on(database).enqueueAll(requests);
    }

    @Override
    public Runnable work(DataSource database, Runnable executed) {
        Worker worker = Worker.on(Queue.on(database))
                .run(NOOP, (payload, context) -> executed.run())
                .settings(WorkerSettings.DEFAULT.concurrency(CONCURRENCY))
                .build();
        worker.start();
        return worker::close;
    }

    @Override
    public String anythingLeft() {
        return "select exists (select from downbeat.ready) or exists (select from downbeat.running)";
    }
}
