package dev.downbeat.worker.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a worker process tells on standard output, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = WorkerEvent.Warm.class, name = "warm"),
    @JsonSubTypes.Type(value = WorkerEvent.Stopped.class, name = "stopped")
})
public sealed interface WorkerEvent {
    /** Returns the worker's name in the database. */
    String workerId();

    /** Returns the operating system's number of the process. */
    long pid();

    /**
     * The worker takes work from now on.
     *
     * @param startupMillis from the start of the JVM
     * @param atMicros wall-clock time since the epoch
     */
    record Ready(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("pid") long pid,
            @JsonProperty("startup_ms") long startupMillis,
            @JsonProperty("at_us") long atMicros)
            implements WorkerEvent {}

    /**
     * The worker has drained its warm-up queue and waits to be let go on to its own; only with {@code --warm-up}.
     *
     * @param executed how many executions it ended
     * @param atMicros wall-clock time since the epoch
     */
    record Warm(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("pid") long pid,
            @JsonProperty("executed") long executed,
            @JsonProperty("at_us") long atMicros)
            implements WorkerEvent {}

    /**
     * The worker has ended its work and written everything.
     *
     * @param executed how many executions it ended
     * @param executionMillis from ready to stopped
     * @param atMicros wall-clock time since the epoch
     */
    record Stopped(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("pid") long pid,
            @JsonProperty("executed") long executed,
            @JsonProperty("execution_ms") long executionMillis,
            @JsonProperty("at_us") long atMicros)
            implements WorkerEvent {}
}
