package dev.downbeat.queue;

import java.util.List;

/** An execution that failed for good, with every failure on the way, oldest first. */
public record DeadLetter(Execution execution, List<Failure> failures) {

    public DeadLetter {
        failures = List.copyOf(failures);
    }
}
