package dev.downbeat.playbook.template;

import org.jspecify.annotations.Nullable;

/**
 * A value that is loaded when a template touches it, for example a result kept by reference. It may stand anywhere in a
 * scope's data; a template sees what it resolves to.
 */
@FunctionalInterface
public interface Deferred {

    /** Returns the value, plain data; called for every touch, so an implementation remembers what it loaded. */
    @Nullable
    Object resolve();
}
