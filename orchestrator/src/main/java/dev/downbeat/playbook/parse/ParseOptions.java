package dev.downbeat.playbook.parse;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a document is judged.
 *
 * @param strict whether unknown keys are faults instead of warnings
 * @param kinds the tool kinds that are available here, in lower case
 * @param toolCheck what the tools themselves have to say about a call
 */
public record ParseOptions(boolean strict, Set<String> kinds, ToolCheck toolCheck) {

    /** The kinds that Downbeat brings. */
    public static final Set<String> STANDARD_KINDS = Set.of(
            "artifact", "http", "noop", "playbook", "postgres", "python", "secrets", "shell", "transfer", "workbook");

    /** The standard kinds, unknown keys are warnings. */
    public static final ParseOptions DEFAULT = new ParseOptions(false, STANDARD_KINDS, ToolCheck.NONE);

    public ParseOptions {
        kinds = Set.copyOf(kinds);
    }

    /** Returns these options with other kinds; {@code playbook}, {@code workbook} and {@code noop} are always there. */
    public ParseOptions withKinds(Collection<String> available) {
        Set<String> all = new TreeSet<>(available);
        all.addAll(Set.of("playbook", "workbook", "noop"));
        return new ParseOptions(strict, all, toolCheck);
    }

    /** Returns these options with unknown keys as faults, or not. */
    public ParseOptions withStrict(boolean value) {
        return new ParseOptions(value, kinds, toolCheck);
    }

    /** Returns these options with another check of tool calls. */
    public ParseOptions withToolCheck(ToolCheck check) {
        return new ParseOptions(strict, kinds, check);
    }
}
