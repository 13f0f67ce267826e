package dev.downbeat.queue.internal;

/** The bits of the column {@code flags}: what an execution has beside its row. */
public final class Flags {

    /** Holds a dedupe key, to be freed with its outcome. */
    public static final int KEYED = 1;

    /** May have steps, to be loaded with its claim. */
    public static final int STEPPED = 2;

    /** Its payload stands in table {@code payload}. */
    public static final int PAYLOAD_APART = 4;

    /** Was claimed under a limit, and counts for it while it runs. */
    public static final int LIMITED = 8;

    /** Its children go on when it is cancelled. */
    public static final int KEEPS_CHILDREN = 16;

    /** Carries the place in a trace where it was enqueued, in table {@code trace}. */
    public static final int TRACED = 32;

    private Flags() {}
}
