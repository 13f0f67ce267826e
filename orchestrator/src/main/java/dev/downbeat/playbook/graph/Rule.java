package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Condition;
import java.util.List;
import java.util.Set;

/**
 * One transition rule: at one of its events, when its condition holds, its actions are done in order. A rule fires at
 * most once per visit.
 *
 * @param form what it was written as
 * @param events the events at which it is looked at: all for a {@code case} rule; for an arc the end of the step, which
 *     is {@code loop.done} where the step loops, else {@code call.done} and {@code call.error}
 * @param when its guard; {@link Condition#ALWAYS} when there is none
 * @param takesFailure whether its guard asks for failures ({@code event.name == 'call.error'}, {@code error}, …). After
 *     a failure no other rule is taken, unless the step is {@link FailureMode#BEST_EFFORT}
 * @param actions what is done, in order
 * @param line its line in the document, from 1
 */
public record Rule(
        Form form, Set<StepEvent> events, Condition when, boolean takesFailure, List<Then> actions, int line) {

    /** What a rule was written as. */
    public enum Form {
        /** A {@code when}/{@code then} pair of {@code case}. */
        CASE,
        /** {@code else} of a {@code case}: taken when no case rule matched at the step's end. */
        OTHERWISE,
        /** An arc of {@code next}; a plain {@code next} is unguarded arcs. */
        ARC
    }

    public Rule {
        events = Set.copyOf(events);
        actions = List.copyOf(actions);
    }

    /** Returns whether it leads to another step. */
    public boolean movesOn() {
        return actions.stream().anyMatch(Then.Next.class::isInstance);
    }
}
