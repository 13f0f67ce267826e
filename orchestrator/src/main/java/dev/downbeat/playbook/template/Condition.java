package dev.downbeat.playbook.template;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled condition: {@code {{ expression }}}, the bare expression, a text around several of them, or a constant.
 *
 * <p>Empty text, {@code 0}, {@code false}, {@code no}, {@code none}, an empty list and an empty mapping are false, also
 * as text in any case; everything else is true. Immutable.
 */
public final class Condition {

    /** Holds in every scope. */
    public static final Condition ALWAYS = new Condition("true", new Program.Constant(true));

    /** Holds in no scope. */
    public static final Condition NEVER = new Condition("false", new Program.Constant(false));

    private final String source;
    private final Program program;

    private Condition(String source, Program program) {
        this.source = source;
        this.program = program;
    }

    /**
     * Compiles a condition from a YAML scalar; null is {@link #ALWAYS}.
     *
     * @throws TemplateException if it is no expression
     */
    public static Condition compile(@Nullable Object yaml, Place place) {
        if (yaml == null || Boolean.TRUE.equals(yaml)) {
            return ALWAYS;
        }
        if (Boolean.FALSE.equals(yaml)) {
            return NEVER;
        }
        String text = String.valueOf(yaml).strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> ALWAYS;
            case "", "false", "no", "none" -> NEVER;
            default -> new Condition(text, Program.condition(text, place));
        };
    }

    /** Returns the text as it was written. */
    public String source() {
        return source;
    }

    /** Returns whether it holds whatever the scope. */
    public boolean always() {
        return equals(ALWAYS);
    }

    /** Returns the root names it mentions. */
    public Set<String> names() {
        return program.names();
    }

    /** Returns the text literals and the names of the fields that it mentions, for example event names. */
    public Set<String> words() {
        return program.words();
    }

    Program program() {
        return program;
    }

    @Override
    public String toString() {
        return "Condition[" + source + "]";
    }
}
