package dev.downbeat.playbook.catalog;

import dev.downbeat.playbook.graph.Playbook;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.graph.Topology;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One version of a playbook, ready to run: its graph, which steps lead where, and which names each step mentions. */
public final class Compiled {
    private final long playbookId;
    private final String path;
    private final int version;
    private final Playbook playbook;
    private final Topology topology;
    private final Map<String, Set<String>> mentions = new HashMap<>();
    private final Set<String> silent;

    Compiled(long playbookId, String path, int version, Playbook playbook) {
        this.playbookId = playbookId;
        this.path = path;
        this.version = version;
        this.playbook = playbook;
        this.topology = Topology.of(playbook);
        playbook.steps().forEach((name, step) -> mentions.put(name, Mentions.of(playbook, step)));
        this.silent = playbook.steps().values().stream()
                .filter(Compiled::isSilent)
                .map(Step::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isSilent(Step step) {
        return step.action() == null
                || (step.action() instanceof ToolSpec tool && tool.kind().equals("noop"));
    }

    /** Returns the catalog's id of this version. */
    public long playbookId() {
        return playbookId;
    }

    /** Returns its path in the catalog. */
    public String path() {
        return path;
    }

    /** Returns its version in the catalog. */
    public int version() {
        return version;
    }

    /** Returns its graph. */
    public Playbook playbook() {
        return playbook;
    }

    /** Returns which steps lead where. */
    public Topology topology() {
        return topology;
    }

    /** Returns a step by name; empty when there is none. */
    public Optional<Step> step(String name) {
        return playbook.step(name);
    }

    /** Returns the names that a step's templates mention; nothing else is loaded for it. */
    public Set<String> mentions(String step) {
        return mentions.getOrDefault(step, Set.of());
    }

    /** Returns the steps that do nothing: what they end with is not the run's result. */
    public Set<String> silentSteps() {
        return silent;
    }
}
