package dev.downbeat.schema;

/**
 * The PostgreSQL that a process talks to, for as long as the process holds it open.
 *
 * <p>Closing lets go of it: a given server stays as it is, an embedded one ends with the last process that held it, a
 * container ends at once. Closing twice does nothing. Implementations are thread-safe.
 */
public interface Database extends AutoCloseable {
    /** Returns where to connect. */
    DatabaseUrl url();

    /** Returns what kind of server this is and where, in words for a person, without secrets. */
    String describe();

    @Override
    void close();
}
