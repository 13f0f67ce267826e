package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filters {@code select}, {@code reject}, {@code selectattr} and {@code rejectattr}. */
final class Choosing {

    private Choosing() {}

    /** Returns the items that pass the test, or do not; without a test those that are true. */
    static List<@Nullable Object> chosen(
            @Nullable Object value, Args args, Evaluation evaluation, boolean wanted, boolean byAttribute) {
        Object attribute = byAttribute ? args.require(0, "attribute") : null;
        Args rest = byAttribute ? args.from(1) : args;
        String test = rest.positional().isEmpty() ? null : Tests.known(rest.requireText(0, "test"));
        List<@Nullable Object> chosen = new ArrayList<>();
        for (Object item : ListFilters.items(value)) {
            evaluation.step();
            Object tested = byAttribute ? ListFilters.attribute(Plain.of(item), attribute) : Plain.of(item);
            if (passes(test, tested, rest.from(1), evaluation) == wanted) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    /** An item without the attribute passes no test but {@code undefined}. */
    private static boolean passes(@Nullable String test, @Nullable Object value, Args args, Evaluation evaluation) {
        if (test == null) {
            return !(value instanceof Absent) && Plain.truth(value);
        }
        if (value instanceof Absent) {
            return test.equals("undefined");
        }
        return Tests.holds(test, value, args, evaluation);
    }
}
