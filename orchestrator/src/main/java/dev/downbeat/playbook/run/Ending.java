package dev.downbeat.playbook.run;

import java.util.List;

/** How a visit ended, as far as the run is concerned. */
sealed interface Ending {
    /** The branch goes on with these steps; with none, it ends. */
    record Onward(VisitStatus status, List<Move> moves) implements Ending {
        public Onward {
            moves = List.copyOf(moves);
        }
    }

    /** It failed and nothing took the failure: the run fails. */
    record Fatal() implements Ending {}
}
