package dev.downbeat.playbook.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.parse.PlaybookParser;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class TopologyTest {

    /** Returns the topology of {@code a>b c, b>d}: one clause per step, with its targets. */
    private static Topology of(String edges) {
        String steps = Arrays.stream(edges.split(", "))
                .map(edge -> edge.split(">", -1))
                .map(parts -> "  - {step: %s, tool: noop%s}\n"
                        .formatted(
                                parts[0],
                                parts[1].isEmpty()
                                        ? ""
                                        : ", next: [" + parts[1].strip().replace(" ", ", ") + "]"))
                .collect(Collectors.joining());
        String text = "apiVersion: noetl.io/v2\nkind: Playbook\nmetadata: {name: t}\nworkflow:\n" + steps;
        return Topology.of(PlaybookParser.parse(text, ParseOptions.DEFAULT).playbook());
    }

    @Test
    void joinsTheBranchesOfADiamond() {
        Topology diamond = of("a>b c, b>d, c>d, d>");

        assertThat(diamond.joins("d")).isTrue();
        assertThat(diamond.predecessors("d")).containsExactly("b", "c");
        assertThat(diamond.upstream("d")).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(diamond.joins("b")).isFalse();
        assertThat(diamond.successors("a")).containsExactly("b", "c");
    }

    @Test
    void leavesBackEdgesOutOfJoins() {
        Topology cycle = of("start>fetch, fetch>check, check>fetch end, end>");

        assertThat(cycle.isBackEdge("check", "fetch")).isTrue();
        assertThat(cycle.isBackEdge("start", "fetch")).isFalse();
        assertThat(cycle.joins("fetch")).isFalse();
        assertThat(cycle.upstream("fetch")).containsExactly("start");
        assertThat(cycle.upstream("end")).containsExactlyInAnyOrder("check", "fetch", "start");
    }

    @Test
    void takesAStepThatLeadsToItselfForACycle() {
        Topology loop = of("a>a b, b>");

        assertThat(loop.isBackEdge("a", "a")).isTrue();
        assertThat(loop.upstream("a")).isEmpty();
        assertThat(loop.joins("b")).isFalse();
    }

    @Test
    void seesBranchesOfDifferentLength() {
        Topology uneven = of("a>b d, b>c, c>d, d>");

        assertThat(uneven.joins("d")).isTrue();
        assertThat(uneven.upstream("d")).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void walksAChainOfTenThousandSteps() {
        String chain = IntStream.range(0, 10_000)
                .mapToObj(i -> "s" + i + ">" + (i == 9_999 ? "" : "s" + (i + 1)))
                .collect(Collectors.joining(", "));

        assertThat(of(chain).upstream("s9999")).hasSize(9_999);
    }
}
