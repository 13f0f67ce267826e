package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.Comparand;
import dev.downbeat.playbook.template.Expression.Comparison;
import dev.downbeat.playbook.template.Expression.Literal;
import java.util.List;
import java.util.Map;

/** The older names of events: where {@code event.name} is compared with one, the name of today is meant. */
final class EventNames {

    private static final Map<String, String> ALIASES = Map.of(
            "step.failed", "call.error",
            "step.error", "call.error",
            "step.done", "call.done");

    private EventNames() {}

    /** Returns the comparison with the names of today. */
    static Expression canonical(Comparison comparison) {
        boolean ofEvents = isEventName(comparison.first())
                || comparison.rest().stream().anyMatch(link -> isEventName(link.operand()));
        if (!ofEvents) {
            return comparison;
        }
        List<Comparand> rest = comparison.rest().stream()
                .map(link -> new Comparand(link.relation(), today(link.operand())))
                .toList();
        return new Comparison(today(comparison.first()), rest);
    }

    private static boolean isEventName(Expression expression) {
        return expression instanceof Expression.Field field
                && field.name().equals("name")
                && field.base() instanceof Expression.Name name
                && name.name().equals("event");
    }

    private static Expression today(Expression expression) {
        if (expression instanceof Literal literal && literal.value() instanceof String text) {
            return new Literal(ALIASES.getOrDefault(text, text));
        }
        if (expression instanceof Expression.ListOf list) {
            return new Expression.ListOf(
                    list.items().stream().map(EventNames::today).toList());
        }
        return expression;
    }
}
