package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;

/**
 * Sets one name to a value: the one form of {@code vars}, {@code set_ctx}, {@code set_iter} and {@code set}.
 *
 * @param target where the name lives
 * @param name the key there; a dotted name sets a field of a mapping
 * @param value what it is set to
 */
public record Assignment(Target target, String name, Template value) {

    /** The namespaces that a playbook can write. */
    public enum Target {
        /** The execution's own variables, read as {@code ctx.x}, {@code vars.x} or bare. */
        CTX,
        /** The current loop item's variables, read as {@code iter.x}. */
        ITER,
        /** The current step's variables, read as {@code step.x} and gone with the visit. */
        STEP
    }
}
