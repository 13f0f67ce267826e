package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.plan.Bound;
import java.util.function.Function;
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

    /** Makes the statement with its values. */
    @FunctionalInterface
    public interface Build {
        Bound on(DSLContext dsl);
    }

    /** Returns one that workers run all the time. */
    static Operation flat(String name, String statement, Function<DSLContext, Query> query) {
        return new Operation(name, statement, Cost.FLAT, dsl -> Bound.of(dsl, query.apply(dsl)));
    }
}
