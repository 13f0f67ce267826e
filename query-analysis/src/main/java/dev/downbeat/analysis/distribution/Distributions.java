package dev.downbeat.analysis.distribution;

import dev.downbeat.worker.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** The distributions that can be analysed, by name. */
public final class Distributions {
    private static final int MILLION = 1_000_000;

    private static final List<Distribution> ALL = List.of(
            new Distribution("baseline", "1 000 ready on one queue", Volume.ready(1_000)),
            new Distribution("heavy-single-queue", "1 000 000 ready on one queue", Volume.ready(MILLION)),
            new Distribution(
                    "many-queues-sparse",
                    "10 000 ready over 100 queues of 5 tasks",
                    Volume.ready(10_000).spread(100, 5, 0.2)),
            new Distribution(
                    "high-contention",
                    "10 000 ready over 50 tasks of one queue, four fifths of them on a fifth of the tasks",
                    Volume.ready(10_000).spread(1, 50, 0.8)),
            new Distribution(
                    "mixed-states",
                    "20 000 in each stage, 100 000 finished",
                    Volume.ready(20_000).stages(20_000, 20_000, 100_000).running(20_000, 0)),
            new Distribution(
                    "with-steps",
                    "10 000 running with 10 steps each",
                    Volume.ready(1_000).running(10_000, 10)),
            new Distribution(
                    "scheduled-heavy",
                    "1 000 000 scheduled in the future",
                    Volume.ready(1_000).stages(MILLION, 0, 0)),
            new Distribution(
                    "bloated",
                    "10 000 ready after 300 000 came and went, before a vacuum",
                    Volume.ready(10_000).churned(300_000)),
            new Distribution(
                    "playbook-loop",
                    "a playbook in the middle of a loop over 100 000 items",
                    Volume.ready(1_000).loop(100_000)),
            new Distribution(
                    "just-filled",
                    "300 000 ready on one queue, of which the planner has no statistics yet",
                    Volume.ready(300_000).unanalysed()));

    private Distributions() {}

    public static List<Distribution> all() {
        return ALL;
    }

    /**
     * Returns the distributions of these names, in the same order; all for no name.
     *
     * @throws IllegalArgumentException that names every unknown one and lists those that exist
     */
    public static List<Distribution> named(List<String> names) {
        if (names.isEmpty()) {
            return ALL;
        }
        List<String> known = ALL.stream().map(Distribution::name).toList();
        List<String> faults = new ArrayList<>();
        List<Distribution> found = new ArrayList<>();
        for (String name : names) {
            int at = known.indexOf(name);
            if (at < 0) {
                faults.add("Unknown distribution '%s'%s".formatted(name, Suggestion.among(known, name)));
            } else {
                found.add(ALL.get(at));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s. Known: %s".formatted(String.join(". ", faults), String.join(", ", known)));
        }
        return found;
    }
}
