package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.template.Templates;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of one tool, not yet rendered. A tool with policy rules of its own is a {@link Pipeline} of one task.
 *
 * @param kind the tool's kind, in lower case, known to be available
 * @param fields all fields of the tool itself, {@code spec} merged up; program text ({@code code} of python) is literal
 *     in it and never rendered
 * @param input {@code args} or {@code input} (for {@code kind: playbook} also {@code payload}); a mapping when written
 *     as one
 * @param retry how a failed call is repeated; null for not at all
 * @param line its line in the document, from 1
 */
public record ToolSpec(
        String kind,
        Template fields,
        Template input,
        @Nullable RetryPolicy retry,
        int line) implements Action {

    /** Returns the call with its retry's templated bounds rendered in a scope. */
    public ToolSpec bound(Templates templates, Scope scope) {
        return retry == null ? this : new ToolSpec(kind, fields, input, retry.bound(templates, scope), line);
    }

    /** Returns a field as written, before rendering; empty when the tool does not have it. */
    public Optional<Object> field(String name) {
        return fields.field(name);
    }
}
