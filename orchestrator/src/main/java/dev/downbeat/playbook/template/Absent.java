package dev.downbeat.playbook.template;

/**
 * The value of a name or field that is not there. A scope may return it for a name that it knows but has nothing for,
 * such as a step that has not run: unlike an unknown name it then counts as false in {@code and}, {@code or},
 * {@code not} and {@code if}.
 *
 * <p>{@code default}, {@code is defined} and {@code .get()} accept it, anything else fails with its reason.
 *
 * @param reason why it is not there, for people: {@code step check has no result yet}
 * @param known whether the name itself is known
 */
public record Absent(String reason, boolean known) {

    /** Returns the value of a known name that has nothing yet. */
    public static Absent because(String reason) {
        return new Absent(reason, true);
    }

    static Absent unknown(String what) {
        return new Absent(what + " is undefined", false);
    }

    Absent field(String name) {
        return new Absent(reason + " (asked for its field " + name + ")", known);
    }
}
