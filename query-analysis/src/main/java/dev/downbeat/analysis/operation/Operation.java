package dev.downbeat.analysis.operation;

import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * One production statement with parameters.
 *
 * @param name what users type, {@code claim-100} for example
 * @param statement the class that runs it in production
 * @param cost how its cost may grow with the tables
 * @param build makes it
 */
public record Operation(String name, String statement, Cost cost, Build build) {

    /** How the cost of a statement may grow. */
    public enum Cost {
        /** With the logarithm of the tables at most: it runs all the time. */
        FLAT,
        /** With what it is asked about: a person waits for it, now and then. */
        GROWING
    }

    /** Makes the statement on a connection's jOOQ. */
    @FunctionalInterface
    public interface Build {
        Query on(DSLContext dsl);
    }

    static Operation flat(String name, String statement, Build build) {
        return new Operation(name, statement, Cost.FLAT, build);
    }

    static Operation growing(String name, String statement, Build build) {
        return new Operation(name, statement, Cost.GROWING, build);
    }
}
