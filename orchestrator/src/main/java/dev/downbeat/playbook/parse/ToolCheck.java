package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.ToolSpec;
import java.util.List;

/** Lets the tools judge a call at registration, before anything runs. */
@FunctionalInterface
public interface ToolCheck {

    /** Finds nothing wrong. */
    ToolCheck NONE = spec -> List.of();

    /** Returns what is wrong with the call, one sentence each; empty when nothing is. */
    List<String> faults(ToolSpec spec);
}
