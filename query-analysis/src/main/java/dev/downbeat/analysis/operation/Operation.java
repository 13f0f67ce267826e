package dev.downbeat.analysis.operation;

import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * One production statement with parameters.
 *
 * @param name what users type, {@code claim-100} for example
 * @param statement the class that runs it in production
 * @param build makes it
 */
public record Operation(String name, String statement, Build build) {

    /** Makes the statement on a connection's jOOQ. */
    @FunctionalInterface
    public interface Build {
        Query on(DSLContext dsl);
    }
}
