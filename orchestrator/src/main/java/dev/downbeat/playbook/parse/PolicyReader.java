package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.template.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code spec.policy.rules} of a task. */
final class PolicyReader {

    private static final Set<String> DIRECTIVES = Set.of("continue", "retry", "jump", "break", "fail");

    private PolicyReader() {}

    /** Returns the rules under {@code policy}; none when there is none. */
    static List<PolicyRule> read(Section spec) {
        Section policy = spec.section("policy").orElse(null);
        if (policy == null) {
            return List.of();
        }
        List<PolicyRule> rules = new ArrayList<>();
        Yaml value = policy.get("rules").orElse(null);
        if (value instanceof Yaml.Sequence list) {
            for (Yaml item : list.items()) {
                String path = policy.path("rules") + "[" + rules.size() + "]";
                rules.add(rule(Section.of(policy.problems(), item, path, policy.step())));
            }
        } else if (value != null) {
            policy.fault("rules", "a list is expected, got " + value.kind(), "");
        }
        policy.finish();
        return rules;
    }

    private static PolicyRule rule(Section rule) {
        boolean otherwise = rule.has("else");
        Section body = rule.get("else")
                .filter(Yaml.Mapping.class::isInstance)
                .flatMap(value -> rule.section("else"))
                .orElse(rule);
        Condition when = otherwise ? Condition.ALWAYS : rule.condition("when");
        Section then = body.section("then").orElse(body);
        List<Assignment> assignments = new ArrayList<>(AssignmentReader.read(then));
        if (then != body) {
            assignments.addAll(AssignmentReader.read(body));
        }
        PolicyRule read = new PolicyRule(when, directive(then), assignments, rule.line());
        then.finish();
        body.finish();
        rule.finish();
        return read;
    }

    private static Directive directive(Section then) {
        String word = then.text("do").orElse("continue").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "continue" -> new Directive.Continue();
            case "break" -> new Directive.Break();
            case "fail" -> {
                then.text("message");
                yield new Directive.Fail();
            }
            case "retry" -> new Directive.Retry(RetryReader.ofDirective(then));
            case "jump" ->
                new Directive.Jump(then.text("to").orElseGet(() -> {
                    then.fault("do", "a jump needs 'to', the name of a task", "");
                    return "";
                }));
            default -> {
                then.fault(
                        "do",
                        "'" + word + "' is none of continue, retry, jump, break, fail",
                        Suggestion.didYouMean(word, DIRECTIVES));
                yield new Directive.Fail();
            }
        };
    }
}
