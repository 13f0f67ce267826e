package dev.downbeat.playbook.run;

import java.util.List;

/**
 * What a decision about a run starts from: its open visits, read under its lock.
 *
 * @param lastVisit the number of the newest visit; the next one is one more
 */
record Board(int lastVisit, List<Open> open) {
    Board {
        open = List.copyOf(open);
    }

    /** Returns whether a visit is open and in this state. */
    boolean holds(int visit, VisitStatus status) {
        return open.stream().anyMatch(candidate -> candidate.visit() == visit && candidate.status() == status);
    }

    /** A visit that has not ended. */
    record Open(int visit, String step, VisitStatus status) {}
}
