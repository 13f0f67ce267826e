package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** The root of everything the queue throws beside arguments that are refused. */
public abstract sealed class QueueException extends RuntimeException
        permits ChildCancelledException,
                ChildFailedException,
                ChildTimedOutException,
                DuplicateExecutionException,
                DuplicateStepException,
                EventTimedOutException,
                ExecutionCancelledException,
                ExecutionFailedException,
                ExecutionNotFoundException,
                JsonMismatchException,
                LeaseLostException,
                QueueDatabaseException,
                ResultTimeoutException,
                TimedOutException,
                WorkerStartException {

    QueueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
