package dev.downbeat.playbook.template;

/** Thrown when a template does not compile or cannot be evaluated. The message names the expression and its place. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for those who must tell cases apart. */
    public enum Reason {
        /** The text is no template. */
        SYNTAX,
        /** A name or field does not exist. */
        UNDEFINED,
        /** An operation does not fit its operands. */
        TYPE,
        /** A bound on output, time or depth was reached. */
        LIMIT
    }

    private final Reason reason;
    private final String problem;
    private final String expression;
    private final transient Place place;

    TemplateException(Reason reason, String problem, String expression, Place place) {
        super(message(problem, expression, place));
        this.reason = reason;
        this.problem = problem;
        this.expression = expression;
        this.place = place;
    }

    /** Returns what kind of fault this is. */
    public Reason reason() {
        return reason;
    }

    /** Returns what is wrong, without the expression and its place. */
    public String problem() {
        return problem;
    }

    /** Returns the text of the expression, shortened to 200 characters. */
    public String expression() {
        return expression;
    }

    /** Returns where the template stands. */
    public Place place() {
        return place;
    }

    private static String message(String problem, String expression, Place place) {
        StringBuilder text = new StringBuilder(problem);
        text.append(": expression=").append(expression);
        if (!place.step().isEmpty()) {
            text.append(", step=").append(place.step());
        }
        if (!place.path().isEmpty()) {
            text.append(", at=").append(place.path());
        }
        if (place.line() > 0) {
            text.append(", line=").append(place.line());
        }
        return text.append('.').toString();
    }
}
