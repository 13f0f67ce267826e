package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StepSave;
import dev.downbeat.queue.internal.Transactions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a handler's context does about executions that it enqueues and does not wait for. */
final class EnqueueSteps {

    private static final Codec<Enqueued> ANSWER = Json.codec(Enqueued.class);

    private EnqueueSteps() {}

    /** Returns what a stored step remembers of its request. */
    static Enqueued remembered(String step, @Nullable String result) {
        return ANSWER.decode("The stored step " + step, result);
    }

    /** Enqueues and stores the step, both or neither; returns empty if the worker no longer holds the execution. */
    static Optional<Enqueued> enqueueOnce(Installation installation, Claimed claimed, String step, Enqueue<?> request) {
        Set<Integer> queues = new TreeSet<>();
        Optional<Enqueued> answer = installation.with(
                "Enqueuing",
                connection -> Transactions.run(connection, () -> {
                    queues.clear();
                    var transaction = new QueueTransaction(installation, connection);
                    Enqueued enqueued = transaction.enqueue(request);
                    String json = Objects.requireNonNull(ANSWER.encode("The result of step " + step, enqueued));
                    var save = new StepSave.Save(claimed, step, json);
                    return switch (installation.statements().stepSave().executeWithin(connection, save)) {
                        case StepSave.Saved.Stored stored -> {
                            queues.addAll(transaction.queues());
                            yield Optional.of(enqueued);
                        }
                        case StepSave.Saved.Earlier earlier -> {
                            connection.rollback();
                            yield Optional.of(remembered(step, earlier.result()));
                        }
                        case StepSave.Saved.LeaseLost lost -> {
                            connection.rollback();
                            yield Optional.empty();
                        }
                    };
                }));
        installation.hint(queues);
        return answer;
    }
}
