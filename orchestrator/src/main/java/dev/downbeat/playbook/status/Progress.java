package dev.downbeat.playbook.status;

import java.util.List;

/**
 * A snapshot of a run for live display, cheap enough to be taken several times a second.
 *
 * @param status where the run stands
 * @param steps every step entered so far
 * @param loops every loop begun so far, with its counters
 */
public record Progress(RunStatus status, List<StepSummary> steps, List<LoopSummary> loops) {
    /** Copies the lists. */
    public Progress {
        steps = List.copyOf(steps);
        loops = List.copyOf(loops);
    }
}
