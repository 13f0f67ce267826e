package dev.downbeat.playbook.graph;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which steps lead to which, without running anything.
 *
 * <p>An edge that closes a cycle in a depth-first walk from the entry, in the order of the document, is a back-edge; all
 * others are forward edges. Steps that the entry cannot reach are walked afterwards.
 *
 * <p>Safe from any thread.
 *
 * <p>The rule for joins: a step that {@link #joins} and has a branch waiting is entered as soon as no open visit stands
 * on one of its {@link #upstream} steps. So all activated branches are waited for; exclusive siblings that were not
 * taken, and back-edges, never are.
 */
public final class Topology {

    private final Map<String, Set<String>> successors;
    private final Map<String, Set<String>> predecessors = new LinkedHashMap<>();
    private final Map<String, Set<String>> backEdges = new HashMap<>();
    private final Map<String, Set<String>> upstream = new ConcurrentHashMap<>(); // filled on demand

    private Topology(String entry, Map<String, Set<String>> successors) {
        this.successors = successors;
        Set<String> seen = new HashSet<>();
        walk(entry, seen);
        successors.keySet().forEach(step -> walk(step, seen));
        successors.forEach((from, targets) -> targets.stream()
                .filter(to -> !isBackEdge(from, to))
                .forEach(to -> predecessors
                        .computeIfAbsent(to, key -> new LinkedHashSet<>())
                        .add(from)));
    }

    /** Returns the topology of a playbook. */
    public static Topology of(Playbook playbook) {
        Map<String, Set<String>> successors = new LinkedHashMap<>();
        playbook.steps()
                .forEach((name, step) ->
                        successors.put(name, targets(step, playbook.steps().keySet())));
        return new Topology(playbook.entry(), successors);
    }

    /** Returns all steps that this one may schedule, back-edges included, in the order of the document. */
    public Set<String> successors(String step) {
        return of(successors, step);
    }

    /** Returns the steps that lead here by a forward edge. */
    public Set<String> predecessors(String step) {
        return of(predecessors, step);
    }

    /** Returns the steps from which forward edges lead here over any number of steps; never the step itself. */
    public Set<String> upstream(String step) {
        return upstream.computeIfAbsent(step, this::ancestors);
    }

    /** Returns whether this edge closes a cycle. */
    public boolean isBackEdge(String from, String to) {
        return of(backEdges, from).contains(to);
    }

    /** Returns whether several forward edges from different steps lead here. */
    public boolean joins(String step) {
        return predecessors(step).size() > 1;
    }

    private static Set<String> of(Map<String, Set<String>> edges, String step) {
        return Collections.unmodifiableSet(edges.getOrDefault(step, Set.of()));
    }

    private static Set<String> targets(Step step, Set<String> known) {
        Set<String> targets = new LinkedHashSet<>();
        for (Rule rule : step.transitions().rules()) {
            for (Then then : rule.actions()) {
                if (then instanceof Then.Next next) {
                    next.targets().stream()
                            .map(Target::step)
                            .filter(known::contains)
                            .forEach(targets::add);
                }
            }
        }
        return targets;
    }

    /** Walks depth first with a stack of its own: a chain of 100 000 steps must not end the thread's. */
    private void walk(String root, Set<String> seen) {
        if (!seen.add(root)) {
            return;
        }
        Set<String> onPath = new HashSet<>(Set.of(root));
        Deque<String> path = new ArrayDeque<>(Set.of(root));
        Deque<Iterator<String>> pending = new ArrayDeque<>();
        pending.push(successors.getOrDefault(root, Set.of()).iterator());
        while (!path.isEmpty()) {
            String from = path.element();
            Iterator<String> targets = pending.element();
            if (!targets.hasNext()) {
                onPath.remove(path.pop());
                pending.pop();
                continue;
            }
            String to = targets.next();
            if (onPath.contains(to)) {
                backEdges.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
            } else if (seen.add(to)) {
                onPath.add(to);
                path.push(to);
                pending.push(successors.getOrDefault(to, Set.of()).iterator());
            }
        }
    }

    private Set<String> ancestors(String step) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(predecessors.getOrDefault(step, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                open.addAll(predecessors.getOrDefault(next, Set.of()));
            }
        }
        return Collections.unmodifiableSet(found);
    }
}
