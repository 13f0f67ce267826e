package dev.downbeat.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One run of several executions of a batch task, on a virtual thread. Its handler is interrupted when all of them are to
 * end; one alone that is cancelled ends with the batch.
 */
final class BatchRun implements SlotWork {

    private final List<ExecutionRun> members;
    private final Runnable onRoom;

    // Guarded by this: the thread is set while the handler runs, and only then interrupted.
    private @Nullable Thread thread;

    BatchRun(List<ExecutionRun> members, Runnable onRoom) {
        this.members = members;
        this.onRoom = onRoom;
        members.forEach(member -> member.join(this));
    }

    @Override
    public List<ExecutionRun> members() {
        return members;
    }

    @Override
    public void run() {
        perform(members.getFirst().binding());
    }

    @Override
    public void left() {
        onRoom.run();
    }

    private void perform(Binding<?, ?> binding) {
        Watch watch = members.getFirst().services().watch();
        long begun = watch.now();
        var open = new ArrayList<ExecutionRun>(members.size());
        for (ExecutionRun member : members) {
            if (member.mayBegin()) {
                open.add(member);
            } else {
                member.settle(new Outcome.Threw(new InterruptedException()), false, begun, begun);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        var settle = new ArrayList<LongConsumer>(open.size());
        begin();
        Deadline deadline = deadline(binding.task().policies().timeout(), open);
        try {
            MDC.put("task", binding.task().name());
            handle(binding, open, (run, outcome) -> settle.add(ended -> run.settle(outcome, false, begun, ended)));
        } finally {
            if (deadline != null) {
                deadline.close();
            }
            end();
        }
        long ended = watch.now();
        settle.forEach(each -> each.accept(ended));
    }

    private static void handle(Binding<?, ?> binding, List<ExecutionRun> open, BatchCall.Settled settled) {
        Traces traces = open.getFirst().services().installation().traces();
        traces.runningBatch(binding.task().name(), open, () -> {
            var outcomes = new ArrayList<Outcome>(open.size());
            binding.batchCall().execute(open, (run, outcome) -> {
                outcomes.add(outcome);
                settled.with(run, outcome);
            });
            return outcomes;
        });
    }

    private static @Nullable Deadline deadline(@Nullable Duration timeout, List<ExecutionRun> open) {
        return timeout == null
                ? null
                : Deadline.after(timeout, () -> open.forEach(run -> run.interrupt(new Interruption.TimedOut(timeout))));
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
    }

    private synchronized void end() {
        thread = null;
        // A late interrupt was for the handler; what follows must not stumble over it.
        Thread.interrupted();
    }

    /** Called when a member is asked to end. */
    synchronized void interrupted() {
        if (thread != null && members.stream().allMatch(member -> member.interruption() != null)) {
            thread.interrupt();
        }
    }
}
