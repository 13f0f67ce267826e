package dev.downbeat.playbook.run;

/** Where the end of an execution that nobody called is announced; the payload is its id. */
public final class Announcements {
    /** The channel of LISTEN and NOTIFY. */
    public static final String CHANNEL = "downbeat_playbook";

    private Announcements() {}
}
