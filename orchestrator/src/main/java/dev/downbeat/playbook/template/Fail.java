package dev.downbeat.playbook.template;

/** Carries a fault from inside an expression to where its text and place are known. */
final class Fail extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TemplateException.Reason reason;

    private Fail(TemplateException.Reason reason, String problem) {
        super(problem, null, false, false);
        this.reason = reason;
    }

    static Fail syntax(String problem) {
        return new Fail(TemplateException.Reason.SYNTAX, problem);
    }

    static Fail undefined(String problem) {
        return new Fail(TemplateException.Reason.UNDEFINED, problem);
    }

    static Fail type(String problem) {
        return new Fail(TemplateException.Reason.TYPE, problem);
    }

    static Fail limit(String problem) {
        return new Fail(TemplateException.Reason.LIMIT, problem);
    }

    /** Returns it as callers see it. */
    TemplateException at(String expression, Place place) {
        String problem = getMessage() == null ? "Template failed" : getMessage();
        String shown = expression.length() <= 200 ? expression : expression.substring(0, 197) + "...";
        return new TemplateException(reason, problem, shown.strip(), place);
    }
}
