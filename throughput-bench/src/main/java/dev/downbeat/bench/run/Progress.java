package dev.downbeat.bench.run;

/** Hears what the coordinator is about. */
@FunctionalInterface
public interface Progress {
    /** Takes one short phrase. */
    void tell(String phase);
}
