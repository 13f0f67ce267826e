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

    /** A visit that has not ended. */
    record Open(int visit, String step, VisitStatus status) {}
}
