package dev.downbeat.playbook.graph;

import java.util.List;

/**
 * Where a step leads: the one form of {@code case}, {@code next} and arcs.
 *
 * @param mode whether the first matching rule ends the search
 * @param rules in the order of the document; {@code else} rules stand last
 */
public record Transitions(Mode mode, List<Rule> rules) {

    /** No rules: the branch ends here. */
    public static final Transitions NONE = new Transitions(Mode.EXCLUSIVE, List.of());

    /** How many rules may match. */
    public enum Mode {
        /** The first match is taken. */
        EXCLUSIVE,
        /** All matches are taken, in a {@code case} until one moves on. */
        INCLUSIVE
    }

    public Transitions {
        rules = List.copyOf(rules);
    }
}
