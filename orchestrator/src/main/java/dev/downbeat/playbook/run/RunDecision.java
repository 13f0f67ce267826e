package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Topology;
import dev.downbeat.playbook.status.RunStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides what follows when a visit ends: which steps are entered, which wait, which are released, and whether the run
 * is over. Pure: everything it knows is handed in.
 */
final class RunDecision {
    private final Topology topology;
    private final Map<Integer, Board.Open> open = new LinkedHashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private int lastVisit;

    private RunDecision(Topology topology, Board board) {
        this.topology = topology;
        this.lastVisit = board.lastVisit();
        board.open().forEach(visit -> open.put(visit.visit(), visit));
    }

    /**
     * Returns the consequences in the order in which they are written.
     *
     * @param join how each step is entered when several branches lead to it
     * @param visit the visit that ends; it is open on the board
     */
    static List<Decision> afterVisit(
            Topology topology, Function<String, JoinMode> join, Board board, int visit, Ending ending) {
        RunDecision decision = new RunDecision(topology, board);
        Board.Open ended = decision.open.remove(visit);
        if (ended == null) {
            throw new IllegalArgumentException("The visit is not open: visit=" + visit);
        }
        switch (ending) {
            case Ending.Fatal fatal -> decision.fail(ended);
            case Ending.Onward onward -> decision.goOn(ended, onward, join);
        }
        return List.copyOf(decision.decisions);
    }

    private void fail(Board.Open ended) {
        decisions.add(new Decision.Close(ended.visit(), ended.step(), VisitStatus.FAILED));
        if (!open.isEmpty()) {
            decisions.add(new Decision.Abandon());
        }
        decisions.add(new Decision.End(RunStatus.FAILED));
    }

    private void goOn(Board.Open ended, Ending.Onward onward, Function<String, JoinMode> join) {
        decisions.add(new Decision.Close(ended.visit(), ended.step(), onward.status()));
        Map<Integer, Decision.Await> arrived = new LinkedHashMap<>();
        for (Move move : onward.moves()) {
            boolean joins = topology.joins(move.step())
                    && !topology.isBackEdge(ended.step(), move.step())
                    && join.apply(move.step()) == JoinMode.ALL;
            if (joins) {
                arrive(move, arrived);
            } else {
                decisions.add(new Decision.Enter(openNew(move.step(), VisitStatus.ACTIVE), move.step(), move.args()));
            }
        }
        release(arrived);
        skip(ended, onward);
        if (open.isEmpty()) {
            decisions.add(new Decision.End(RunStatus.COMPLETED));
        }
    }

    private int openNew(String step, VisitStatus status) {
        lastVisit++;
        open.put(lastVisit, new Board.Open(lastVisit, step, status));
        return lastVisit;
    }

    private void arrive(Move move, Map<Integer, Decision.Await> arrived) {
        for (Board.Open visit : open.values()) {
            if (visit.status() == VisitStatus.WAITING && visit.step().equals(move.step())) {
                decisions.add(new Decision.Arrive(visit.visit(), move.step(), move.args()));
                return;
            }
        }
        int visit = openNew(move.step(), VisitStatus.WAITING);
        arrived.put(visit, new Decision.Await(visit, move.step(), move.args()));
    }

    /** A waiting visit begins when no open visit stands on a step from which forward edges lead to it. */
    private void release(Map<Integer, Decision.Await> arrived) {
        for (Board.Open visit : List.copyOf(open.values())) {
            if (visit.status() != VisitStatus.WAITING) {
                continue;
            }
            boolean reachable = reachable(visit.step(), visit.visit());
            Decision.Await fresh = arrived.get(visit.visit());
            if (fresh != null) {
                decisions.add(reachable ? fresh : new Decision.Enter(fresh.visit(), fresh.step(), fresh.args()));
            } else if (!reachable) {
                decisions.add(new Decision.Release(visit.visit(), visit.step()));
            }
        }
    }

    private boolean reachable(String step, int except) {
        Set<String> upstream = topology.upstream(step);
        return open.values().stream().anyMatch(visit -> visit.visit() != except && upstream.contains(visit.step()));
    }

    /** A step that could have followed and did not is skipped, unless an open branch may still come to it. */
    private void skip(Board.Open ended, Ending.Onward onward) {
        Set<String> taken = onward.moves().stream().map(Move::step).collect(Collectors.toSet());
        Collection<String> standing =
                open.values().stream().map(Board.Open::step).collect(Collectors.toSet());
        for (String step : topology.successors(ended.step())) {
            if (!taken.contains(step)
                    && !standing.contains(step)
                    && !topology.isBackEdge(ended.step(), step)
                    && !reachable(step, 0)) {
                decisions.add(new Decision.Skip(step));
            }
        }
    }
}
