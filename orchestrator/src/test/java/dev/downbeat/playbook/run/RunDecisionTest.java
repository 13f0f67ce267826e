package dev.downbeat.playbook.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Topology;
import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.parse.PlaybookParser;
import dev.downbeat.playbook.status.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows from the end of a visit, as a table of facts. */
class RunDecisionTest {
    /** a → b, c; b → d; c → e → d; d → f, back to a. */
    private static final Topology GRAPH = topology("""
            - {step: a, tool: {kind: noop}, next: [b, c]}
            - {step: b, tool: {kind: noop}, next: [d]}
            - {step: c, tool: {kind: noop}, next: [e]}
            - {step: e, tool: {kind: noop}, next: [d]}
            - {step: d, tool: {kind: noop}, next: [f, a]}
            - {step: f, tool: {kind: noop}}
            """);

    private static Topology topology(String workflow) {
        String text = "apiVersion: noetl.io/v2\nkind: Playbook\nmetadata: {name: t}\nworkflow:\n" + workflow.indent(2);
        return Topology.of(PlaybookParser.parse(text, ParseOptions.DEFAULT).playbook());
    }

    private static Board board(int lastVisit, Object... visits) {
        List<Board.Open> open = new ArrayList<>();
        for (int i = 0; i < visits.length; i += 3) {
            open.add(new Board.Open((Integer) visits[i], (String) visits[i + 1], (VisitStatus) visits[i + 2]));
        }
        return new Board(lastVisit, open);
    }

    private static List<Decision> after(Board board, int visit, String... targets) {
        return after(JoinMode.ALL, board, visit, targets);
    }

    private static List<Decision> after(JoinMode join, Board board, int visit, String... targets) {
        List<Move> moves =
                List.of(targets).stream().map(step -> new Move(step, Map.of())).toList();
        return RunDecision.afterVisit(
                GRAPH, step -> join, board, visit, new Ending.Onward(VisitStatus.COMPLETED, moves));
    }

    private static Decision close(int visit, String step) {
        return new Decision.Close(visit, step, VisitStatus.COMPLETED);
    }

    @Test
    void entersEveryTargetOfAFork() {
        assertThat(after(board(1, 1, "a", VisitStatus.ACTIVE), 1, "b", "c"))
                .containsExactly(
                        close(1, "a"), new Decision.Enter(2, "b", Map.of()), new Decision.Enter(3, "c", Map.of()));
    }

    @Test
    void waitsAtAJoinWhileABranchMayStillArrive() {
        assertThat(after(board(3, 2, "b", VisitStatus.ACTIVE, 3, "c", VisitStatus.PARKED), 2, "d"))
                .containsExactly(close(2, "b"), new Decision.Await(4, "d", Map.of()));
    }

    @Test
    void entersAJoinWhenTheLastBranchArrives() {
        assertThat(after(board(5, 4, "d", VisitStatus.WAITING, 5, "e", VisitStatus.ACTIVE), 5, "d"))
                .containsExactly(close(5, "e"), new Decision.Arrive(4, "d", Map.of()), new Decision.Release(4, "d"));
    }

    @Test
    void entersAJoinAtOnceWhenNoOtherBranchWasTaken() {
        assertThat(after(board(2, 2, "b", VisitStatus.ACTIVE), 2, "d"))
                .containsExactly(close(2, "b"), new Decision.Enter(3, "d", Map.of()));
    }

    @Test
    void releasesAJoinWhenABranchEndsElsewhere() {
        assertThat(after(board(4, 3, "c", VisitStatus.ACTIVE, 4, "d", VisitStatus.WAITING), 3))
                .containsExactly(close(3, "c"), new Decision.Release(4, "d"), new Decision.Skip("e"));
    }

    @Test
    void entersAStepOncePerBranchWhenItJoinsAny() {
        assertThat(after(JoinMode.ANY, board(3, 2, "b", VisitStatus.ACTIVE, 3, "c", VisitStatus.ACTIVE), 2, "d"))
                .containsExactly(close(2, "b"), new Decision.Enter(4, "d", Map.of()));
    }

    @Test
    void skipsWhatWasNotChosenUnlessABranchMayComeToIt() {
        assertThat(after(board(1, 1, "a", VisitStatus.ACTIVE), 1, "b"))
                .containsExactly(close(1, "a"), new Decision.Enter(2, "b", Map.of()), new Decision.Skip("c"));
    }

    @Test
    void goesBackWithoutWaiting() {
        assertThat(after(board(6, 6, "d", VisitStatus.ACTIVE), 6, "a"))
                .contains(new Decision.Enter(7, "a", Map.of()))
                .noneMatch(decision -> decision instanceof Decision.End);
    }

    @Test
    void completesTheRunWithItsLastOpenVisit() {
        assertThat(after(board(7, 7, "f", VisitStatus.ACTIVE), 7))
                .containsExactly(close(7, "f"), new Decision.End(RunStatus.COMPLETED));
    }

    @Test
    void failsTheRunAndAbandonsTheRest() {
        assertThat(RunDecision.afterVisit(
                        GRAPH,
                        step -> JoinMode.ALL,
                        board(3, 2, "b", VisitStatus.ACTIVE, 3, "c", VisitStatus.LOOPING),
                        2,
                        new Ending.Fatal()))
                .containsExactly(
                        new Decision.Close(2, "b", VisitStatus.FAILED),
                        new Decision.Abandon(),
                        new Decision.End(RunStatus.FAILED));
    }
}
