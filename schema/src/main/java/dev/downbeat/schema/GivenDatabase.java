package dev.downbeat.schema;

/** A server that somebody else runs; closing leaves it alone. */
record GivenDatabase(DatabaseUrl url) implements Database {
    @Override
    public String describe() {
        return url.toString();
    }

    @Override
    public void close() {
        // Not ours to stop.
    }
}
