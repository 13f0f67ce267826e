package dev.downbeat.worker.process;

import dev.downbeat.queue.Worker;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The life of a worker in a process of its own: it tells its parent when it is ready and when it has stopped. */
public final class WorkerProcess {
    private final WorkerAssembly assembly;
    private final Lifeline parent;
    private final PrintStream out;
    private final @Nullable Integer metricsPort;
    private final long pid = ProcessHandle.current().pid();

    /**
     * @param out told what {@link WorkerEvent} lists
     * @param metricsPort where the worker's meters are served; null if they are not
     */
    public WorkerProcess(WorkerAssembly assembly, Lifeline parent, PrintStream out, @Nullable Integer metricsPort) {
        this.assembly = assembly;
        this.parent = parent;
        this.out = out;
        this.metricsPort = metricsPort;
    }

    /** Starts the worker, and returns when it has stopped and written everything; a drain stops it by itself. */
    public void run(boolean drain) throws InterruptedException {
        long startedMicros = nowMicros();
        assembly.worker().start();
        ready();
        work(drain, startedMicros);
    }

    /** Opens the worker, tells that it is ready, and starts it when the parent says so. */
    public void runHeld(boolean drain) throws InterruptedException {
        assembly.worker().open();
        ready();
        parent.awaitBegin();
        begin(drain);
    }

    /** As {@link #runHeld}, but before that it drains another worker of this process, so that its code is warm. */
    public void runWarmed(boolean drain, Worker warmUp) throws InterruptedException {
        ready();
        warmUp.drain();
        assembly.worker().open();
        tell(new WorkerEvent.Warm(assembly.workerId(), pid, nowMicros()));
        parent.awaitBegin();
        begin(drain);
    }

    private void begin(boolean drain) throws InterruptedException {
        long startedMicros = nowMicros();
        assembly.worker().start();
        work(drain, startedMicros);
    }

    private void work(boolean drain, long startedMicros) throws InterruptedException {
        String workerId = assembly.workerId(); // a stopped worker has none
        if (drain) {
            assembly.worker().drain();
        }
        assembly.worker().stopped().join();
        long stoppedMicros = nowMicros();
        tell(new WorkerEvent.Stopped(workerId, pid, startedMicros, stoppedMicros, Usage.read()));
    }

    private void ready() {
        tell(new WorkerEvent.Ready(assembly.workerId(), pid, ProcessAge.read().toMillis(), nowMicros(), metricsPort));
    }

    private void tell(WorkerEvent event) {
        out.println(WorkerEvents.write(event));
        out.flush();
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
    }
}
