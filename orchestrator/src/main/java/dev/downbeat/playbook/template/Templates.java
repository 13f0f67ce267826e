package dev.downbeat.playbook.template;

import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates templates and conditions within {@link TemplateLimits}. Safe from any thread.
 *
 * <p>What it returns is plain data; lists and maps of the scope pass through as they are, lazy ones stay lazy.
 */
public final class Templates {

    private final TemplateLimits limits;
    private final boolean coerceText;
    private final InstantSource clock;
    private final ProgramCache cache = new ProgramCache();

    /**
     * Creates an evaluator.
     *
     * @param coerceText whether mixed text that looks like a number, a boolean or JSON becomes one, as older versions of
     *     the language did
     * @param clock what {@code now()} reads
     */
    public Templates(TemplateLimits limits, boolean coerceText, InstantSource clock) {
        this.limits = limits;
        this.coerceText = coerceText;
        this.clock = clock;
    }

    /** Returns an evaluator with the default limits, the system's clock and no coercion. */
    public static Templates standard() {
        return new Templates(TemplateLimits.DEFAULT, false, InstantSource.system());
    }

    /**
     * Renders a compiled template.
     *
     * @throws TemplateException if a name is undefined, an operation fails or a limit is reached
     */
    public @Nullable Object render(Template template, Scope scope) {
        return template.program().evaluate(evaluation(scope));
    }

    /**
     * Renders a template that must yield a number, or text that reads as one.
     *
     * @throws TemplateException if it yields anything else
     */
    public double number(Template template, Scope scope) {
        Object value = render(template, scope);
        try {
            return Double.parseDouble(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw Fail.type("a number is needed, got " + Plain.type(value))
                    .at(String.valueOf(template.source()), Place.NONE);
        }
    }

    /**
     * Returns whether a condition holds.
     *
     * @throws TemplateException if it cannot be evaluated; that is never the same as false
     */
    public boolean test(Condition condition, Scope scope) {
        return Plain.holds(condition.program().evaluate(evaluation(scope)));
    }

    /**
     * Compiles, or finds compiled, and renders a YAML value that became known at run time.
     *
     * @throws TemplateException if it does not compile or cannot be evaluated
     */
    public @Nullable Object render(@Nullable Object yamlTree, Scope scope) {
        return cache.compiled(yamlTree).evaluate(evaluation(scope));
    }

    /**
     * Compiles, or finds compiled, and tests a condition that became known at run time.
     *
     * @throws TemplateException if it does not compile or cannot be evaluated
     */
    public boolean test(String condition, Scope scope) {
        return test(Condition.compile(condition, Place.NONE), scope);
    }

    /** Returns the root names that the texts of a YAML value mention. */
    public Set<String> names(@Nullable Object yamlTree) {
        return cache.compiled(yamlTree).names();
    }

    private Evaluation evaluation(Scope scope) {
        return new Evaluation(limits, coerceText, clock, scope);
    }
}
