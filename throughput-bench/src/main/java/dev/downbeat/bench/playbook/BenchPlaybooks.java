package dev.downbeat.bench.playbook;

import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.playbook.Playbooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        try (InputStream resource = BenchPlaybooks.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("The resource %s is missing from the program.".formatted(name));
            }
            return playbooks
                    .register(new String(resource.readAllBytes(), StandardCharsets.UTF_8))
                    .path();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
