package dev.downbeat.playbook.retry;

import java.time.Duration;

/** What follows a run that a retry policy looked at. */
public sealed interface RetryDecision {

    /** Run again after this delay. */
    record Again(Duration after) implements RetryDecision {}

    /** Leave it at this outcome; {@code reason} says why in a few words. */
    record GiveUp(String reason) implements RetryDecision {}
}
