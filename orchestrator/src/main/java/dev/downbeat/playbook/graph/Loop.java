package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;

/**
 * The loop around a step's action.
 *
 * @param source where the items come from
 * @param iterator the name of the current item in scope
 * @param mode one at a time or several
 * @param width how many items run at once, across all workers; renders to an integer of at least 1. Constant 1 for a
 *     sequential loop, constant 10 for a parallel one that names none
 * @param failure whether a failed item is counted or ends the loop
 * @param line its line in the document, from 1
 */
public record Loop(Source source, String iterator, Mode mode, Template width, FailureMode failure, int line) {

    /** How items follow each other. */
    public enum Mode {
        /** Item n+1 starts when item n has ended. */
        SEQUENTIAL,
        /** Up to {@link Loop#width} items at once. {@code async} is the same. */
        PARALLEL
    }

    /** Where a loop's items come from. */
    public sealed interface Source {

        /** A collection, rendered once when the loop starts. */
        record Items(Template collection) implements Source {}

        /** Rows that a statement claims and returns, pulled until it returns nothing. */
        record Cursor(ToolSpec claim) implements Source {}
    }
}
