package dev.downbeat.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a batch handler, with the types known: decodes, handles, encodes; each item may fail by itself. */
final class BatchCall<P extends @Nullable Object, R extends @Nullable Object> {

    /** Told the outcome of each execution, once. */
    interface Settled {
        void with(ExecutionRun run, Outcome outcome);
    }

    private final Binding<P, R> binding;
    private final BatchHandler<P, R> handler;

    BatchCall(Binding<P, R> binding, BatchHandler<P, R> handler) {
        this.binding = binding;
        this.handler = handler;
    }

    /** Calls the handler for these executions, unless none of their payloads can be read. */
    void execute(List<ExecutionRun> runs, Settled settled) {
        var readable = new ArrayList<ExecutionRun>(runs.size());
        var items = new ArrayList<BatchItem<P>>(runs.size());
        for (ExecutionRun run : runs) {
            try {
                items.add(new BatchItem<>(run, binding.decode(run.claimed().payload())));
                readable.add(run);
            } catch (JsonMismatchException e) {
                settled.with(run, new Outcome.Threw(e));
            }
        }
        if (!items.isEmpty()) {
            List<Outcome> outcomes = handle(List.copyOf(items));
            for (int i = 0; i < items.size(); i++) {
                settled.with(readable.get(i), outcomes.get(i));
            }
        }
    }

    private List<Outcome> handle(List<BatchItem<P>> items) {
        try {
            List<BatchOutcome<R>> told = handler.handle(items);
            if (told.size() != items.size()) {
                throw new IllegalStateException(
                        "A batch handler returns one outcome for each item: task=%s, items=%d, outcomes=%d"
                                .formatted(binding.task().name(), items.size(), told.size()));
            }
            return told.stream().map(this::outcome).toList();
        } catch (Throwable failure) { // the user's code: whatever it throws fails its executions, not the worker
            Outcome threw = new Outcome.Threw(failure);
            return items.stream().map(item -> threw).toList();
        }
    }

    private Outcome outcome(BatchOutcome<R> told) {
        return switch (told) {
            case BatchOutcome.Done<R> done -> returned(done.result());
            case BatchOutcome.Failed<R> failed -> new Outcome.Threw(failed.cause());
        };
    }

    private Outcome returned(R result) {
        try {
            return new Outcome.Returned(binding.encode(result));
        } catch (JsonMismatchException e) {
            return new Outcome.Threw(e);
        }
    }
}
