package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;
import java.util.List;

/** One action of a rule. */
public sealed interface Then {

    /** Schedules steps; several targets fork. A target is scheduled at most once per visit. */
    record Next(List<Target> targets) implements Then {
        public Next {
            targets = List.copyOf(targets);
        }
    }

    /** Sets variables. */
    record Assign(List<Assignment> assignments) implements Then {
        public Assign {
            assignments = List.copyOf(assignments);
        }
    }

    /** Replaces the step's result. */
    record Result(Template value) implements Then {}

    /** Adds the page just read to what was collected. */
    record Gather(Collect collect) implements Then {}

    /**
     * Repeats the call.
     *
     * @param policy its bounds
     * @param overrides fields merged over the tool's for the next call ({@code params}, …); an empty mapping for none
     */
    record Retry(RetryPolicy policy, Template overrides) implements Then {}

    /** Fails the step, with a message. */
    record Fail(Template message) implements Then {}

    /** Runs a task in place; {@link Next} actions after it wait for it, and its failure fails the step. */
    record Inline(String name, Action action) implements Then {}

    /** Writes a line to the log. */
    record Log(Template message) implements Then {}
}
