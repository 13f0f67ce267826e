package dev.downbeat.bench.baseline;

/** How one figure of one scenario stands to its baseline. */
public sealed interface Verdict {
    /** Returns the scenario and the figure. */
    String what();

    /** Within the noise. */
    record Same(String what, double before, double now) implements Verdict {}

    /** Better than the noise explains. */
    record Better(String what, double before, double now) implements Verdict {}

    /**
     * Worse than the noise explains.
     *
     * @param why what was compared with what
     */
    record Worse(String what, double before, double now, String why) implements Verdict {}

    /** The baseline does not know it. */
    record Unknown(String what) implements Verdict {}

    /** The run did not do its work, so that its figures mean nothing. */
    record Broken(String what, String why) implements Verdict {}
}
