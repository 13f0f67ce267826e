package dev.downbeat.worker.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

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
     * @param metricsPort where its meters are served; null if they are not
     */
    record Ready(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("pid") long pid,
            @JsonProperty("startup_ms") long startupMillis,
            @JsonProperty("at_us") long atMicros,

            @JsonProperty("metrics_port") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer metricsPort)
            implements WorkerEvent {}

    /**
     * The worker has drained its queues, so that its code is warm, and waits to be let go on; only with {@code --warm-up}.
     *
     * @param atMicros wall-clock time since the epoch
     */
    record Warm(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("pid") long pid,
            @JsonProperty("at_us") long atMicros)
            implements WorkerEvent {}

    /**
     * The worker has ended its work and written everything.
     *
     * @param startedMicros wall-clock time since the epoch at which it began to take work
     * @param atMicros wall-clock time since the epoch
     * @param usage what the process took; nothing from a worker that does not tell
     */
    record Stopped(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("pid") long pid,
            @JsonProperty("started_us") long startedMicros,
            @JsonProperty("at_us") long atMicros,
            @JsonProperty("usage") @Nullable Usage usage)
            implements WorkerEvent {
        /** Returns how long it worked. */
        public Duration worked() {
            return Duration.of(atMicros - startedMicros, ChronoUnit.MICROS);
        }
    }
}
