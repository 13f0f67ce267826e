package dev.downbeat.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioCatalogTest {
    private final ScenarioCatalog builtIn = ScenarioCatalog.builtIn();

    @Test
    void hasTheScenariosThatTheDocumentationNames() {
        assertThat(builtIn.all())
                .extracting(Scenario::name)
                .contains("quick", "default", "high-throughput", "drain-1m", "with-steps", "scale-8", "ceiling");
    }

    @Test
    void readsEveryKeyOfTheDefaultScenario() {
        Scenario scenario = builtIn.named(List.of("default")).getFirst();

        assertThat(scenario.workers()).isEqualTo(4);
        assertThat(scenario.tasks()).isEqualTo(10_000);
        assertThat(scenario.task()).isEqualTo(TaskKind.NOOP);
        assertThat(scenario.tuning())
                .isEqualTo(new WorkerTuning(
                        10, 100, 500, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(15), "256m"));
    }

    @Test
    void extendsAnotherScenario() {
        Scenario scenario = builtIn.named(List.of("scale-4")).getFirst();

        assertThat(scenario.workers()).isEqualTo(4);
        assertThat(scenario.tasks()).isEqualTo(100_000);
        assertThat(scenario.description()).isEqualTo("four workers");
    }

    @Test
    void aUsersFileAddsAndReplaces() {
        ScenarioCatalog mine = builtIn.with("mine.yaml", """
                scenarios:
                  quick: {extends: quick, tasks: 7}
                  big: {task: steps, size: 3, workers: 2, tasks: 10, flush_interval: 2s}
                """);

        assertThat(mine.named(List.of("quick")).getFirst().tasks()).isEqualTo(7);
        Scenario big = mine.named(List.of("big")).getFirst();
        assertThat(big.size()).isEqualTo(3);
        assertThat(big.tuning().flushInterval()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void tellsEveryFaultOfAFileAtOnce() {
        assertThatThrownBy(() -> builtIn.with("mine.yaml", """
                        scenarios:
                          a: {worker: 2}
                          b: {task: nothing}
                          c: {extends: quik}
                          d: {workers: 0}
                          e: {flush_interval: soon}
                          f: {against: qick}
                          g: {pinned: 3}
                        """))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("a.worker: unknown, did you mean workers?")
                .hasMessageContaining(
                        "b.task: expected one of noop, cpu, io, steps, chain, sleep, payload, playbook-loop, playbook-fanout, limited, got nothing")
                .hasMessageContaining("c.extends: no scenario named quik stands before it, did you mean quick?")
                .hasMessageContaining("expected workers from 1 to 256, got 0")
                .hasMessageContaining("f.against: no scenario named qick stands before it, did you mean quick?")
                .hasMessageContaining("g.pinned: expected true or false, got 3")
                .hasMessageContaining("e.flush_interval: expected a duration such as 10ms or 2s, got soon");
    }

    @Test
    void listsWhatExistsWhenANameIsUnknown() {
        assertThatThrownBy(() -> builtIn.named(List.of("high-troughput", "quick")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("Unknown scenario 'high-troughput', did you mean high-throughput?")
                .hasMessageContaining("drain-1m");
    }
}
