package dev.downbeat.playbook.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Place;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDecisionTest {
    private static final Condition WRITTEN = Condition.compile("{{ x }}", Place.NONE);
    private static final ToolOutcome SUCCESS = new ToolOutcome.Succeeded(1);

    @ParameterizedTest
    @CsvSource({
        // runs so far, error kind, retried kinds, milliseconds until the next run
        "1, server_error, ANY, 1000",
        "2, server_error, ANY, 2000",
        "3, server_error, ANY, 4000",
        "4, server_error, ANY, -1",
        "1, timeout, TIMEOUT, 1000",
        "1, db_timeout, TIMEOUT, 1000",
        "1, server_error, TIMEOUT, -1",
        "1, connection, CONNECTION_ERROR, 1000",
        "1, rate_limit, RATE_LIMIT, 1000",
        "1, not_found, SERVER_ERROR, -1",
        "1, not_found, ANY, 1000",
    })
    void decidesByAttemptAndKind(int attempt, String kind, RetryOn on, long afterMillis) {
        RetryDecision decision = RetryDecision.after(
                policy(on, Condition.ALWAYS, Condition.NEVER), attempt, failed(kind), Condition::always);

        if (afterMillis < 0) {
            assertThat(decision).isInstanceOf(RetryDecision.GiveUp.class);
        } else {
            assertThat(decision).isEqualTo(new RetryDecision.Again(Duration.ofMillis(afterMillis)));
        }
    }

    @Test
    void leavesASuccessAlone() {
        assertThat(RetryDecision.after(
                        policy(RetryOn.ANY, Condition.ALWAYS, Condition.NEVER), 1, SUCCESS, Condition::always))
                .isEqualTo(new RetryDecision.GiveUp("it succeeded"));
    }

    @Test
    void repeatsASuccessWhileAWrittenConditionHolds() {
        RetryPolicy policy = policy(RetryOn.ANY, WRITTEN, Condition.NEVER);

        assertThat(RetryDecision.after(policy, 1, SUCCESS, condition -> condition.equals(WRITTEN)))
                .isEqualTo(new RetryDecision.Again(Duration.ofSeconds(1)));
        assertThat(RetryDecision.after(policy, 1, SUCCESS, condition -> false))
                .isInstanceOf(RetryDecision.GiveUp.class);
    }

    @Test
    void endsAFailureWhoseConditionDoesNotHold() {
        assertThat(RetryDecision.after(
                        policy(RetryOn.ANY, WRITTEN, Condition.NEVER), 1, failed("timeout"), condition -> false))
                .isEqualTo(new RetryDecision.GiveUp("retry_when does not hold"));
    }

    @Test
    void stopsWhenToldTo() {
        assertThat(RetryDecision.after(
                        policy(RetryOn.ANY, Condition.ALWAYS, WRITTEN), 1, failed("timeout"), condition -> true))
                .isEqualTo(new RetryDecision.GiveUp("stop_when holds"));
    }

    @Test
    void waitsAsLongAsTheOtherSideAsksWithinTheLongestDelay() {
        Backoff backoff = new Backoff(Backoff.Kind.FIXED, Duration.ofSeconds(1), 1, Duration.ofSeconds(10));

        assertThat(RetryDecision.delay(backoff, 1, asking(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(RetryDecision.delay(backoff, 1, asking(60))).isEqualTo(Duration.ofSeconds(10));
        assertThat(RetryDecision.delay(backoff, 1, asking(0))).isEqualTo(Duration.ofSeconds(1));
    }

    private static ToolOutcome asking(int seconds) {
        return new ToolOutcome.Failed(
                ErrorObject.of(ErrorKind.RATE_LIMIT, "slower").withDetail("retry_after", seconds), null);
    }

    private static ToolOutcome failed(String kind) {
        return new ToolOutcome.Failed(ErrorObject.of(ErrorKind.of(kind).orElseThrow(), "no"), null);
    }

    private static RetryPolicy policy(RetryOn on, Condition retryWhen, Condition stopWhen) {
        return new RetryPolicy(
                4,
                Set.of(on),
                retryWhen,
                stopWhen,
                new Backoff(Backoff.Kind.EXPONENTIAL, Duration.ofSeconds(1), 2, Backoff.LONGEST));
    }
}
