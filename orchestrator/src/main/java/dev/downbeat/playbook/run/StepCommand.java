package dev.downbeat.playbook.run;

/**
 * The payload of the queue's task {@code playbook.step}: an address only. What the command needs is read from the rows
 * it names.
 *
 * @param item the item of a loop, or -1
 * @param attempt which attempt of the call this is; an older one changes nothing
 */
public record StepCommand(long executionId, int visit, int item, int attempt, Phase phase) {
    /** The item of a command that is about a visit as a whole. */
    public static final int NO_ITEM = -1;

    /** Whether it is about one item of a loop. */
    public boolean aboutItem() {
        return item != NO_ITEM;
    }
}
