package dev.downbeat.bench.playbook;

import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.playbook.Playbooks;
import dev.downbeat.worker.page.Resource;
import java.util.Map;
import java.util.stream.IntStream;

/** Registers the bench's playbooks. */
public final class BenchPlaybooks {
    private BenchPlaybooks() {}

    /**
     * Registers what the kind needs; returns the path to execute.
     *
     * @throws IllegalArgumentException if the kind is no playbook
     */
    public static String register(Playbooks playbooks, TaskKind kind) {
        return switch (kind) {
            case PLAYBOOK_LOOP -> register(playbooks, "loop.yaml");
            case PLAYBOOK_FANOUT -> {
                register(playbooks, "child.yaml");
                yield register(playbooks, "fanout.yaml");
            }
            case NOOP, CPU, IO, STEPS, CHAIN, SLEEP, PAYLOAD, LIMITED ->
                throw new IllegalArgumentException("No playbook: " + kind.key());
        };
    }

    /** Returns the payload that makes the loop so long. */
    public static Map<String, Object> payload(int size) {
        return Map.of("items", IntStream.rangeClosed(1, size).boxed().toList());
    }

    private static String register(Playbooks playbooks, String name) {
        return playbooks.register(Resource.text(BenchPlaybooks.class, name)).path();
    }
}
