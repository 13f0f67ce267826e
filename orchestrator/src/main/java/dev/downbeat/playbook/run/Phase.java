package dev.downbeat.playbook.run;

/** What a command is about. */
public enum Phase {
    /** Run the action of a visit or of an item; for a visit that loops, take its collection. */
    CALL,
    /** The child that a call waited for has ended. */
    RESUME,
    /** All items of a loop have ended. */
    FINISH,
    /** The time that a call gave its child is over. */
    EXPIRE
}
