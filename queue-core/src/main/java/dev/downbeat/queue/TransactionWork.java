package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** SQL that belongs into one transaction with an execution's outcome, see {@link TaskContext#complete}. */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object> {

    /**
     * Works inside the transaction, without ending it.
     *
     * @throws Exception to roll everything back, the outcome included
     */
    T run(QueueTransaction transaction) throws Exception;
}
