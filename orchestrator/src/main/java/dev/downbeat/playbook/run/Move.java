package dev.downbeat.playbook.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step to go to, and the rendered arguments it is entered with. */
record Move(String step, Map<String, @Nullable Object> args) {
    Move {
        args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
    }
}
