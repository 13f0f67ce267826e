package dev.downbeat.bench.scenario;

import java.util.Locale;

/** What one bench execution does. */
public enum TaskKind {
    /** Nothing. */
    NOOP("nothing", "", 0),
    /** Computes a Fibonacci number the slow way. */
    CPU("computes a Fibonacci number the slow way", "which one", 27),
    /** Waits on a timer, as a call over the network would. */
    IO("waits on a timer", "ms", 10),
    /** Takes durable steps, each with a small result. */
    STEPS("takes durable steps", "steps", 10),
    /** Invokes a child that invokes a child. */
    CHAIN("invokes a child that invokes a child", "executions in the chain", 3),
    /** Sleeps durably, without holding its slot. */
    SLEEP("sleeps durably", "ms", 100),
    /** Carries a large payload and returns it. */
    PAYLOAD("carries a large payload and returns it", "KB", 256),
    /** Is a playbook that loops over items with nothing to do. */
    PLAYBOOK_LOOP("is a playbook that loops over items with nothing to do", "items", 50),
    /** Is a playbook that calls child playbooks with nothing to do. */
    PLAYBOOK_FANOUT("is a playbook that calls child playbooks with nothing to do", "children", 20),
    /** Nothing, but only so many at once over all workers; 0 for no limit. */
    LIMITED("nothing, under a limit", "at once", 10);

    private final String description;
    private final String unit;
    private final int usualSize;

    TaskKind(String description, String unit, int usualSize) {
        this.description = description;
        this.unit = unit;
        this.usualSize = usualSize;
    }

    /** Returns the name that scenario files use. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String description() {
        return description;
    }

    /** Returns what the scenario's {@code size} counts; empty where it means nothing. */
    public String unit() {
        return unit;
    }

    public int usualSize() {
        return usualSize;
    }

    /** Returns whether the work is playbooks, which come to the queue as the commands of their steps. */
    public boolean isPlaybook() {
        return this == PLAYBOOK_LOOP || this == PLAYBOOK_FANOUT;
    }

    /** Returns how many executions stand in the books for one that was enqueued; of a playbook, nobody knows before. */
    public int executionsPerTask(int size) {
        return this == CHAIN ? size : 1;
    }
}
