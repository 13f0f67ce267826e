package dev.downbeat.queue.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.downbeat.queue.Execution;
import dev.downbeat.queue.ExecutionState;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on one execution, as it stood when they began. */
public final class ExecutionAssert extends AbstractAssert<ExecutionAssert, Execution> {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .build();

    ExecutionAssert(Execution actual) {
        super(actual, ExecutionAssert.class);
    }

    /** It stands in this state. */
    public ExecutionAssert is(ExecutionState state) {
        if (actual.state() != state) {
            failWithMessage("expected execution %d to be %s, it is %s: %s", actual.id(), state, actual.state(), actual);
        }
        return this;
    }

    public ExecutionAssert isReady() {
        return is(ExecutionState.READY);
    }

    /** It waits for a time: it was delayed, sleeps, or will be retried. */
    public ExecutionAssert isScheduled() {
        return is(ExecutionState.SCHEDULED);
    }

    public ExecutionAssert isCompleted() {
        return is(ExecutionState.COMPLETED);
    }

    public ExecutionAssert isCancelled() {
        return is(ExecutionState.CANCELLED);
    }

    /** It failed for good, with an error whose type and message contain this text. */
    public ExecutionAssert failedWith(String text) {
        is(ExecutionState.FAILED);
        String error = String.valueOf(actual.error());
        if (!error.contains(text)) {
            failWithMessage("expected execution %d to fail with <%s>, it failed with <%s>", actual.id(), text, error);
        }
        return this;
    }

    /** It completed with this result, compared as JSON. */
    public ExecutionAssert hasResult(@Nullable Object result) {
        is(ExecutionState.COMPLETED);
        Object expected = result == null ? null : JSON.valueToTree(result);
        if (!Objects.equals(expected, actual.result())) {
            failWithMessage("expected execution %d to return <%s>, got <%s>", actual.id(), expected, actual.result());
        }
        return this;
    }

    /** It has begun so many attempts; the first counts. */
    public ExecutionAssert tookAttempts(int attempts) {
        if (actual.attempt() != attempts) {
            failWithMessage(
                    "expected execution %d to be at attempt %d, it is at %d", actual.id(), attempts, actual.attempt());
        }
        return this;
    }
}
