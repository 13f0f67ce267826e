package dev.downbeat.playbook.template;

import org.jspecify.annotations.Nullable;

/** Remembers what texts compiled to. */
final class ProgramCache {
    Program compiled(@Nullable Object tree) {
        return Program.compile(tree, Place.NONE);
    }
}
