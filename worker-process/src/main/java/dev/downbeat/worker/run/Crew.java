package dev.downbeat.worker.run;

/** The workers of one run, in processes of their own or in this one. Closing stops them. For one thread. */
public interface Crew extends AutoCloseable {
    /** Says what works here, for people. */
    String describe();

    /**
     * Looks after the workers; called again and again while the run goes on.
     *
     * @throws dev.downbeat.worker.spawn.WorkerFailedException if they cannot be kept at work
     */
    void tend();

    @Override
    void close();
}
