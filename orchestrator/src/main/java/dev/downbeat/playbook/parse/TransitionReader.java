package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.StepEvent;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.Transitions;
import dev.downbeat.playbook.graph.Transitions.Mode;
import dev.downbeat.playbook.template.Condition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code case} and {@code next} into one list of rules. */
final class TransitionReader {

    private static final Map<String, Mode> MODES = Map.of("exclusive", Mode.EXCLUSIVE, "inclusive", Mode.INCLUSIVE);

    /** What a guard that asks for failures mentions. */
    private static final Set<String> FAILURE_WORDS =
            Set.of("call.error", "step.failed", "step.error", "command.failed", "error", "failed", "failure", "FAILED");

    private final ThenReader actions;

    TransitionReader(ThenReader actions) {
        this.actions = actions;
    }

    /** Reads the transitions of a step; {@code spec} is the step's own, possibly the step itself. */
    Transitions read(Section step, Section spec, boolean loops) {
        List<Rule> rules = new ArrayList<>();
        List<Rule> arcs = new ArrayList<>();
        Mode caseMode = spec.choice(MODES, Mode.EXCLUSIVE, "case_mode", "mode");
        step.get("case").ifPresent(value -> caseRules(value, step, rules));
        Mode arcMode = spec.choice(MODES, Mode.EXCLUSIVE, "next_mode");
        Yaml next = step.get("next").orElse(null);
        if (next != null) {
            Mode written = next(next, step, loops ? EnumSet.of(StepEvent.LOOP_DONE) : ofCalls(), arcs);
            arcMode = spec.has("next_mode") ? arcMode : written;
        }
        boolean hasCase = !rules.isEmpty();
        rules.addAll(arcs);
        return new Transitions(hasCase ? caseMode : arcMode, rules);
    }

    private static Set<StepEvent> ofCalls() {
        return EnumSet.of(StepEvent.CALL_DONE, StepEvent.CALL_ERROR);
    }

    private void caseRules(Yaml value, Section step, List<Rule> rules) {
        List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
        List<Rule> otherwise = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Section rule = Section.of(step.problems(), items.get(i), step.path("case") + "[" + i + "]", step.step());
            if (rule.has("when") || rule.has("then")) {
                Condition when = rule.condition("when");
                rules.add(rule(Rule.Form.CASE, when, actions.read(rule, "then"), rule.line()));
            }
            if (rule.has("else")) {
                otherwise.add(rule(Rule.Form.OTHERWISE, Condition.ALWAYS, otherwise(rule), rule.lineOf("else")));
            } else if (!rule.has("when") && !rule.has("then")) {
                rule.fault("when", "a rule needs 'when' and 'then', or 'else'", "");
            }
            rule.get("name", "desc", "description");
            rule.finish();
        }
        rules.addAll(otherwise);
    }

    /** {@code else: {then: …}} and {@code else: …} are the same. */
    private List<Then> otherwise(Section rule) {
        boolean nested = rule.get("else").orElse(null) instanceof Yaml.Mapping mapping
                && mapping.entries().containsKey("then");
        if (!nested) {
            return actions.read(rule, "else");
        }
        Section inner = rule.section("else").orElse(rule);
        List<Then> read = actions.read(inner, "then");
        inner.finish();
        return read;
    }

    private static Rule rule(Rule.Form form, Condition when, List<Then> actions, int line) {
        return new Rule(form, EnumSet.allOf(StepEvent.class), when, takesFailure(when), actions, line);
    }

    private static boolean takesFailure(Condition when) {
        return when.names().contains("error") || when.words().stream().anyMatch(FAILURE_WORDS::contains);
    }

    /** Reads {@code next} in any of its forms and returns its mode. */
    private Mode next(Yaml value, Section step, Set<StepEvent> events, List<Rule> arcs) {
        String path = step.path("next");
        boolean withArcs = value instanceof Yaml.Mapping mapping
                && (mapping.entries().containsKey("arcs") || mapping.entries().containsKey("spec"));
        if (!withArcs) {
            plain(value, step, path, events, arcs);
            return arcs.size() > 1 ? Mode.INCLUSIVE : Mode.EXCLUSIVE;
        }
        Section next = Section.of(step.problems(), value, path, step.step());
        Section spec = next.section("spec").orElse(null);
        Mode mode = Mode.EXCLUSIVE;
        if (spec != null) {
            mode = spec.choice(MODES, Mode.EXCLUSIVE, "mode");
            spec.get("on_no_match", "policy");
            spec.finish();
        }
        Yaml list = next.get("arcs").orElse(null);
        if (list instanceof Yaml.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                arc(sequence.items().get(i), next, next.path("arcs") + "[" + i + "]", events, arcs);
            }
        } else if (list != null) {
            next.fault("arcs", "a list is expected, got " + list.kind(), "");
        } else {
            next.fault("arcs", "'arcs' is missing", "");
        }
        next.finish();
        return mode;
    }

    /** Unguarded targets in a row are one rule, a fork; a guarded one is a rule of its own. */
    private void plain(Yaml value, Section step, String path, Set<StepEvent> events, List<Rule> arcs) {
        List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
        List<Target> fork = new ArrayList<>();
        int line = value.line();
        for (int i = 0; i < items.size(); i++) {
            Yaml item = items.get(i);
            String at = value instanceof Yaml.Sequence ? path + "[" + i + "]" : path;
            boolean guarded = item instanceof Yaml.Mapping mapping
                    && (mapping.entries().containsKey("when")
                            || mapping.entries().containsKey("cond")
                            || mapping.entries().containsKey("then")
                            || mapping.entries().containsKey("else"));
            if (guarded) {
                arc(item, step, at, events, arcs);
            } else {
                fork.addAll(actions.targets(item, step, at));
            }
        }
        if (!fork.isEmpty()) {
            arcs.add(new Rule(Rule.Form.ARC, events, Condition.ALWAYS, false, List.of(new Then.Next(fork)), line));
        }
    }

    private void arc(Yaml item, Section next, String path, Set<StepEvent> events, List<Rule> arcs) {
        Section arc = Section.of(next.problems(), item, path, next.step());
        if (arc.has("else")) {
            arcs.add(new Rule(Rule.Form.OTHERWISE, events, Condition.ALWAYS, false, otherwise(arc), arc.line()));
            arc.finish();
            return;
        }
        Condition when = arc.condition("when", "cond", "condition");
        List<Then> then =
                arc.has("then") ? actions.read(arc, "then") : List.of(new Then.Next(List.of(actions.openTarget(arc))));
        arc.finish();
        arcs.add(new Rule(Rule.Form.ARC, events, when, takesFailure(when), then, arc.line()));
    }
}
