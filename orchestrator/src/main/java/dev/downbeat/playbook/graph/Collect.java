package dev.downbeat.playbook.graph;

/**
 * How pages are gathered over the visits or retries of one step.
 *
 * @param strategy how a page joins what is there
 * @param path the dotted path of the page's data in the result, or empty for the whole
 * @param into the variable of {@code ctx} that gathers; {@code collected} when none is named
 * @param maxPages the most pages gathered; the collection stops there
 */
public record Collect(Strategy strategy, String path, String into, int maxPages) {

    /** The cap on pages when the playbook names none. */
    public static final int DEFAULT_MAX_PAGES = 1_000;

    /** How a page joins what was gathered before. */
    public enum Strategy {
        /** As one more element. */
        APPEND,
        /** Its elements one by one. */
        EXTEND,
        /** In place of it. */
        REPLACE
    }
}
