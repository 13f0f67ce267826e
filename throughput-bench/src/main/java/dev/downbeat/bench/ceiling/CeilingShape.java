package dev.downbeat.bench.ceiling;

import java.util.List;

/**
 * One way for bare SQL to take rows under a lease and to complete them.
 *
 * <p>The texts are native on purpose: they are the yardstick, so nothing may stand between them and the server. {@code %s}
 * stands for the scratch schema, which is a constant of {@link Ceiling}.
 *
 * @param name what reports call it
 * @param description one line for people
 * @param leased whether a crash of the worker leaves a trace by which others can take over; only such shapes count for the
 *     ceiling
 * @param completion how claim and completion share transactions
 * @param handle the type of what the claim returns and the completion gets back
 * @param create the statements that make the tables, empty
 * @param fill inserts executions numbered 1 to the bound parameter
 * @param claiming where claims begin, and so what they are bound to
 * @param claim takes up to the bound number of rows; returns their ids, places, tasks, attempts and payloads
 * @param complete finishes the rows whose keys are in the bound array
 * @param remaining counts the rows that are not finished
 */
record CeilingShape(
        String name,
        String description,
        boolean leased,
        Completion completion,
        Handle handle,
        List<String> create,
        String fill,
        Claiming claiming,
        String claim,
        String complete,
        String remaining) {

    /** How claim and completion share transactions. */
    enum Completion {
        /** Each statement is a transaction of its own, as a worker's are. */
        OWN_TRANSACTION,
        /** Claim and completion of a batch are one transaction: no lease, and a connection held for as long as a handler runs. */
        SAME_TRANSACTION
    }

    /** Where a claim looks for rows. */
    enum Claiming {
        /** At the head of the queue, behind the dead entries of all that was claimed before. Bound: the limit. */
        FROM_HEAD,
        /**
         * Where the connection's last claim ended, as a worker's does. Bound: the time and the id to begin at, the limit;
         * the time of one of the rows stands in a sixth column.
         */
        FROM_LAST
    }

    /** What a claim hands out. */
    enum Handle {
        ID("int8"),
        TID("tid");

        private final String sqlType;

        Handle(String sqlType) {
            this.sqlType = sqlType;
        }

        String sqlType() {
            return sqlType;
        }
    }

    CeilingShape {
        create = List.copyOf(create);
    }
}
