package dev.downbeat.queue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task and the handler that a worker has for it. */
final class Binding<P extends @Nullable Object, R extends @Nullable Object> {

    private final Task<P, R> task;
    private final @Nullable Handler<P, R> handler;
    private final @Nullable BatchHandler<P, R> batchHandler;
    private final Codec<P> payload;
    private final Codec<R> result;
    private final Logger log;

    private Binding(Task<P, R> task, @Nullable Handler<P, R> handler, @Nullable BatchHandler<P, R> batchHandler) {
        this.task = task;
        this.handler = handler;
        this.batchHandler = batchHandler;
        this.payload = Json.codec(task.payloadType());
        this.result = Json.codec(task.resultType());
        this.log = LoggerFactory.getLogger("dev.downbeat.task." + task.name());
    }

    static <P extends @Nullable Object, R extends @Nullable Object> Binding<P, R> of(
            Task<P, R> task, Handler<P, R> handler) {
        if (task.policies().batching() != null) {
            throw new IllegalArgumentException(
                    "The task comes in batches, and needs a batch handler: task=" + task.name());
        }
        return new Binding<>(task, handler, null);
    }

    static <P extends @Nullable Object, R extends @Nullable Object> Binding<P, R> ofBatches(
            Task<P, R> task, BatchHandler<P, R> handler) {
        if (task.policies().batching() == null) {
            throw new IllegalArgumentException(
                    "The task does not say how large its batches are, see Task.batches: task=" + task.name());
        }
        return new Binding<>(task, null, handler);
    }

    Task<P, R> task() {
        return task;
    }

    Logger log() {
        return log;
    }

    /** Decodes, handles, encodes. */
    @Nullable
    String handle(@Nullable String json, TaskContext context) throws Exception {
        return encode(Objects.requireNonNull(handler, "a batch task").handle(decode(json), context));
    }

    BatchCall<P, R> batchCall() {
        return new BatchCall<>(this, Objects.requireNonNull(batchHandler, "not a batch task"));
    }

    P decode(@Nullable String json) {
        return payload.decode("The payload", json);
    }

    @Nullable
    String encode(R value) {
        return result.encode("The result", value);
    }

    /** Encodes a result whose type the caller could not show to the compiler. */
    @SuppressWarnings({"unchecked", "NullAway"}) // Jackson refuses a value of another type; null is no document
    @Nullable
    String encodeUntyped(@Nullable Object value) {
        return encode((R) value);
    }
}
