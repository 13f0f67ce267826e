package dev.downbeat.playbook.run;

/** What a call that has ended was about. */
enum Subject {
    /** A visit of a step that does not loop. */
    VISIT,
    /** One item of a loop. */
    ITEM,
    /** A loop of which every item has ended. */
    LOOP
}
